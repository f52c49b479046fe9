import { describe, expect, test } from 'vitest';
import { agentGroups } from '../../infra/agents.ts';
import { type AnyOperation, roles } from '../../shared/api/operation.ts';
import { operations } from '../../shared/api/operations.ts';
import { nothing, ofType, synthesized } from './synthesized.ts';

/** Pages for people and the script of the chat, which no program calls, and the WebSocket API: not of this description. */
const pages = /^(GET|POST) \/escalations\/\{token\}|^GET \/chat\/widget\.js$|^\$/;

const deployed = ofType(synthesized(nothing).service, 'AWS::ApiGatewayV2::Route').map(([, { Properties = {} }]) => ({
  route: String(Properties.RouteKey),
  authorization: Properties.AuthorizationType,
}));
const isForAgents = ({ by }: AnyOperation) => roles.some((role) => role === by);

describe('the operations of the API', () => {
  test('are the routes that are deployed, pages aside', () => {
    const routes = deployed.map(({ route }) => route).filter((route) => !pages.test(route));
    expect(routes.sort()).toEqual(operations.map(({ route }) => route).sort());
  });

  test('ask for a token of API Gateway where they are for agents, and only there', () => {
    const closed = deployed.filter(({ authorization }) => authorization === 'JWT').map(({ route }) => route);
    expect(closed.sort()).toEqual(
      operations
        .filter(isForAgents)
        .map(({ route }) => route)
        .sort(),
    );
    expect(new Set(deployed.map(({ authorization }) => authorization))).toEqual(new Set(['JWT', 'NONE']));
  });

  test('know the very groups that the user pool has', () => {
    expect(agentGroups).toEqual(roles);
  });

  test('have ids and routes of their own, and no two routes that differ in the names of their parameters only', () => {
    const shapes = operations.map(({ route }) => route.replace(/\{\w+\}/g, '{}'));
    expect(new Set(shapes).size).toBe(operations.length);
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
    for (const { id } of operations) expect(id).toMatch(/^[a-z][A-Za-z]+$/);
  });

  test('answer something, and refuse with statuses of refusals', () => {
    for (const { id, answers, refusals = [] } of operations) {
      expect(Object.keys(answers).length, id).toBeGreaterThan(0);
      expect(
        Object.keys(answers).filter((status) => Number(status) >= 400),
        id,
      ).toEqual([]);
      expect(
        refusals.filter((status) => status < 400),
        id,
      ).toEqual([]);
    }
  });
});
