import type { Requirement } from '../iam/iam.ts';
import { type AwsRequest, unknownOperation } from '../service.ts';
import { validation } from './schedule-expression.ts';

export type SchedulerOperation =
  | { name: 'CreateSchedule' | 'UpdateSchedule'; schedule: string; group: string; body: Record<string, unknown> }
  | { name: 'GetSchedule' | 'DeleteSchedule'; schedule: string; group: string }
  | { name: 'ListSchedules'; group: string | undefined }
  | { name: 'GetScheduleGroup'; group: string }
  | { name: 'ListScheduleGroups' };

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bodyOf({ body }: AwsRequest): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body.toString());
    if (isRecord(parsed)) return parsed;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw validation('The request body is not a JSON object.');
}

/** The REST API of EventBridge Scheduler. Throws `unknownOperation` for tags and for changing groups, which the template makes. */
export function schedulerOperation(request: AwsRequest): SchedulerOperation {
  const { method, query } = request;
  const [, collection = '', encoded, more] = request.path.split('/');
  const name = encoded === undefined ? undefined : decodeURIComponent(encoded);
  if (more !== undefined) throw unknownOperation('scheduler', `${method} ${request.path}`);
  if (collection === 'schedules' && name !== undefined) {
    if (method === 'POST' || method === 'PUT') {
      const body = bodyOf(request);
      const group = typeof body.GroupName === 'string' ? body.GroupName : 'default';
      return { name: method === 'POST' ? 'CreateSchedule' : 'UpdateSchedule', schedule: name, group, body };
    }
    const group = query.get('groupName') ?? 'default';
    if (method === 'GET' || method === 'DELETE')
      return { name: method === 'GET' ? 'GetSchedule' : 'DeleteSchedule', schedule: name, group };
  }
  if (method === 'GET' && name === undefined && collection === 'schedules') {
    return { name: 'ListSchedules', group: query.get('ScheduleGroup') ?? undefined };
  }
  if (method === 'GET' && collection === 'schedule-groups') {
    return name === undefined ? { name: 'ListScheduleGroups' } : { name: 'GetScheduleGroup', group: name };
  }
  throw unknownOperation('scheduler', `${method} ${request.path}`);
}

function roleArnOf({ Target }: Record<string, unknown>): string | undefined {
  return isRecord(Target) && typeof Target.RoleArn === 'string' ? Target.RoleArn : undefined;
}

/** Create and Update hand a role to Scheduler, which needs iam:PassRole on it (Service Authorization Reference). */
export function requirementsOf(
  operation: SchedulerOperation,
  { region, account }: { region: string; account: string },
): Requirement[] {
  const arn = `arn:aws:scheduler:${region}:${account}`;
  const action = `scheduler:${operation.name}`;
  switch (operation.name) {
    case 'CreateSchedule':
    case 'UpdateSchedule': {
      const roleArn = roleArnOf(operation.body);
      const own: Requirement = { action, resource: `${arn}:schedule/${operation.group}/${operation.schedule}` };
      if (roleArn === undefined) return [own];
      return [own, { action: 'iam:PassRole', resource: roleArn, context: { 'iam:PassedToService': 'scheduler.amazonaws.com' } }];
    }
    case 'GetSchedule':
    case 'DeleteSchedule':
      return [{ action, resource: `${arn}:schedule/${operation.group}/${operation.schedule}` }];
    case 'ListSchedules':
      return [{ action, resource: `${arn}:schedule/${operation.group ?? '*'}/*` }];
    case 'GetScheduleGroup':
      return [{ action, resource: `${arn}:schedule-group/${operation.group}` }];
    case 'ListScheduleGroups':
      return [{ action, resource: `${arn}:schedule-group/*` }];
  }
}
