import type { CheckedRequest } from './dynalite.ts';

type Condition = NonNullable<CheckedRequest['_condition']>;

/** Conditions worth keeping: programs send the same few again and again, and parsing one costs more than all else about a put. */
const mostConditions = 500;

/** Conditions that dynalite has parsed and accepted. Only those without values: the values are part of what the parser makes. */
export interface ParsedConditions {
  /** The request without the condition that is known already, and that condition. */
  recall(body: Record<string, unknown>): { body: Record<string, unknown>; condition: Condition | undefined };
  remember(body: Record<string, unknown>, condition: Condition | undefined): void;
}

export function createParsedConditions(): ParsedConditions {
  const parsed = new Map<string, Condition>();
  return {
    recall: (body) => {
      const key = identity(body);
      const condition = key === undefined ? undefined : parsed.get(key);
      if (!condition) return { body: { ...body }, condition: undefined };
      const { ConditionExpression: _known, ExpressionAttributeNames: _names, ...rest } = body;
      return { body: rest, condition };
    },
    remember: (body, condition) => {
      const key = identity(body);
      if (key === undefined || !condition || parsed.size >= mostConditions) return;
      parsed.set(key, condition);
    },
  };
}

/** undefined for a request with values, or with other conditions than this one expression: dynalite checks them against each other. */
function identity(body: Record<string, unknown>): string | undefined {
  const { ConditionExpression: expression, ExpressionAttributeNames: names } = body;
  if (typeof expression !== 'string' || body.ExpressionAttributeValues !== undefined) return undefined;
  if (body.UpdateExpression !== undefined || body.Expected !== undefined || body.ConditionalOperator !== undefined)
    return undefined;
  return names === undefined ? expression : `${expression}\n${JSON.stringify(names)}`;
}
