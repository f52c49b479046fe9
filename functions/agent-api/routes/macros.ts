import * as operations from '../../../shared/api/agents/macros.ts';
import { cursorFor, placeIn } from '../../../shared/api/cursor.ts';
import { audited, auditItem } from '../../../shared/audit/audit.ts';
import { CallerError } from '../../../shared/errors.ts';
import { carryOut } from '../../../shared/macros/carry-out.ts';
import { type Macro, mostMacros, versionOf } from '../../../shared/macros/macro.ts';
import { standing } from '../../../shared/tickets/merge.ts';
import { untilNotOvertaken } from '../../../shared/tickets/tickets.ts';
import { changer, checkVersion, isKnown } from '../change.ts';
import type { Dependencies } from '../handler.ts';
import type { Route, Serve } from '../serve.ts';

const etagOf = ({ version }: Pick<Macro, 'version'>) => ({ etag: `"${version}"` });
const versionThere = (macro: Macro | undefined) => macro && etagOf(macro).etag;

/** Macros, kept by managers. */
const keeping = (serve: Serve, { macros, now }: Dependencies): Route[] => [
  serve(operations.listMacros, async ({ query: { limit, after } }) => {
    const { macros: page, next } = await macros.list(limit, placeIn(['macros'], after));
    return { status: 200, body: { macros: page, next: next === undefined ? undefined : cursorFor(['macros'], next) } };
  }),
  serve(operations.saveMacro, ({ event, caller, path: { macro: id }, body }) =>
    untilNotOvertaken(async () => {
      const before = await macros.find(id);
      checkVersion(event, versionThere(before), 'the macro');
      if (before && isKnown(event, etagOf(before).etag))
        throw new CallerError('stale', 'the macro is there already', 'If-None-Match');
      const version = versionOf(body);
      if (before?.version === version) return { status: 200, body: { macro: before }, headers: etagOf(before) };
      // Two that are made at the same moment may pass it by one.
      if (!before && (await macros.count()) >= mostMacros)
        throw new CallerError('conflict', `there are ${mostMacros} macros, as many as there can be`, 'macro');
      const at = now();
      const saved: Macro = { ...body, id, version, savedAt: at.toISOString(), savedBy: caller.id };
      await macros.save(saved, before, [auditItem(audited({ action: 'macro.saved', about: id }, caller, at))]);
      return { status: before ? 200 : 201, body: { macro: saved }, headers: etagOf(saved) };
    }),
  ),
  serve(operations.deleteMacro, ({ event, caller, path: { macro: id } }) =>
    untilNotOvertaken(async () => {
      const before = await macros.find(id);
      checkVersion(event, versionThere(before), 'the macro');
      if (!before) throw new CallerError('not-found', 'there is no such macro', 'macro');
      await macros.delete(before, [auditItem(audited({ action: 'macro.deleted', about: id }, caller, now()))]);
      return { status: 204 };
    }),
  ),
];

/** Has a macro's work done to a ticket, in one append. */
function carryingOut(serve: Serve, dependencies: Dependencies): Route[] {
  const { macros, contracts } = dependencies;
  const change = changer(dependencies);
  return [
    serve(operations.carryOutMacro, (asked) =>
      change(asked, async ({ ticket, occasion, messageId }) => {
        const macro = await macros.find(asked.path.macro);
        if (!macro) throw new CallerError('not-found', 'there is no such macro', 'macro');
        const contract = await contracts.of(ticket);
        const messageIds = { reply: messageId, note: `${messageId}-note` };
        return carryOut(standing(ticket), macro, { contract, agent: asked.caller.id, messageIds, occasion });
      }),
    ),
  ];
}

export const macros = (serve: Serve, dependencies: Dependencies): Route[] => [
  ...keeping(serve, dependencies),
  ...carryingOut(serve, dependencies),
];
