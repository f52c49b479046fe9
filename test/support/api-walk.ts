import { expect } from 'vitest';
import { type Json, type Stage, startStage } from './cloud.ts';
import { describedApi, type Exchange } from './described-api.ts';
import { type GeneratedClient, generateClient } from './generated-client.ts';

/** A local cloud, and a client that was generated from what it says of itself. */
export interface ApiWalk extends Pick<GeneratedClient, 'api' | 'compile'> {
  stage: Stage;
  /** Options of a call as this person. */
  as(sub: string, group: string): Promise<Json>;
  /** Status and body of a call, of which nothing is other than described. */
  said: (call: Promise<Json>) => Promise<Said>;
  /** Ids of operations with these tags that were not called so far. */
  unused(tags: readonly string[]): string[];
  differences(): Exchange[];
  /** All tags that there are. */
  tags: string[];
  stop(): Promise<void>;
}

export interface Said {
  status: number;
  data: Json;
}

/** What a refusal speaks of. */
export const field = ({ status, data }: Said) => [status, data.field];

export async function startWalk(): Promise<ApiWalk> {
  const stage = await startStage({ partners: true });
  const client = await generateClient(`${stage.http}/openapi.json`);
  const described = describedApi((await stage.local('GET', '/openapi.json')).body);
  const exchanges: Exchange[] = [];
  Object.assign(client.api.defaults, { fetch: described.checking(exchanges) });
  return {
    ...client,
    stage,
    as: async (sub, group) => {
      const { body } = await stage.local('POST', '/_local/token', { sub, groups: [group] });
      return { headers: { authorization: `Bearer ${body.token}` } };
    },
    said: async (call) => {
      const { status, data } = await call;
      const last = exchanges.at(-1);
      expect(last?.differences, last?.id).toEqual([]);
      return { status, data };
    },
    unused: (tags) => {
      const used = new Set(exchanges.map(({ id }) => id));
      return described.operations
        .filter(({ id, described: { tags: own } }) => tags.includes(own[0]) && !used.has(id))
        .map(({ id }) => id);
    },
    differences: () => exchanges.filter(({ differences }) => differences.length > 0),
    tags: [...new Set(described.operations.map(({ described: { tags } }) => String(tags[0])))],
    stop: async () => {
      client.remove();
      await stage.stop();
    },
  };
}
