import { ofType, type TemplateBody } from './synthesized.ts';

export interface Statement {
  Sid?: string;
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: Record<string, Record<string, unknown>>;
  Principal?: unknown;
}

export const list = <T>(one: T | T[]): T[] => (Array.isArray(one) ? one : [one]);

/** Every statement that allows a role something, with the id of its policy. */
export const granted = (template: TemplateBody) =>
  ofType(template, 'AWS::IAM::Policy').flatMap(([id, { Properties }]) =>
    (Object(Properties).PolicyDocument.Statement as Statement[]).map((statement) => ({ id, ...statement })),
  );

/** What the role of one function is allowed, by the id of the function. */
export const grantedTo = (template: TemplateBody, id: string) =>
  granted(template).filter((statement) => statement.id.startsWith(`${id}RoleDefaultPolicy`));
