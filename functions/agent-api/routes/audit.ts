import * as operations from '../../../shared/api/agents/audit.ts';
import { cursorFor, placeIn } from '../../../shared/api/cursor.ts';
import type { Dependencies } from '../handler.ts';
import type { Route, Serve } from '../serve.ts';

/** Who did what of all that is no event of a ticket. */
export const audit = (serve: Serve, dependencies: Dependencies): Route[] => [
  serve(operations.listAudit, async ({ query: { day, limit, after } }) => {
    const list = ['audit', day];
    const { entries, next } = await dependencies.audit.list(day, limit, placeIn(list, after));
    return { status: 200, body: { entries, next: next === undefined ? undefined : cursorFor(list, next) } };
  }),
];
