import * as operations from '../../../shared/api/agents/subscriptions.ts';
import { audited, auditItem } from '../../../shared/audit/audit.ts';
import { CallerError } from '../../../shared/errors.ts';
import { digest, idFrom, isId, newId } from '../../../shared/ids.ts';
import type { Answer } from '../../../shared/lambda/http.ts';
import { type Claim, ClaimTaken, untilNotOvertaken } from '../../../shared/tickets/tickets.ts';
import { redeliver } from '../../../shared/webhooks/redeliver.ts';
import { mostSubscriptions, type Standing, type Subscription } from '../../../shared/webhooks/subscription.ts';
import { wrongWithUrl } from '../../../shared/webhooks/targets.ts';
import type { Caller } from '../caller.ts';
import { checkVersion, ticketFinder } from '../change.ts';
import type { Dependencies } from '../handler.ts';
import { requestOf } from '../repeatable-request.ts';
import type { Route, Serve } from '../serve.ts';

/** Tickets with which a subscriber is behind, on one page. */
const behindAtOnce = 50;

/** Who is sent webhooks, and how that goes. */
export function subscriptions(serve: Serve, dependencies: Dependencies): Route[] {
  const { subscribing, audit, tickets, now } = dependencies;
  const { subscriptions: kept, secrets, lanes, circuits, wakeUps, privateTargets } = subscribing;
  const ticketOf = ticketFinder(dependencies);

  const checkUrl = (url: string) => {
    const wrong = wrongWithUrl(url, privateTargets);
    if (wrong) throw new CallerError('invalid', wrong, 'url');
  };
  const found = async (id: string): Promise<Subscription> => {
    const known = isId('subscription', id) ? await kept.find(id) : undefined;
    if (!known) throw noSuch();
    return known;
  };
  const entryOf = (action: string, about: string, caller: Caller) =>
    audited({ action: `subscription.${action}`, about }, caller, now());
  const note = (action: string, about: string, caller: Caller) => audit.record(entryOf(action, about, caller));
  /** What a request made that comes again. Undefined where it is new, or came half-way. */
  const madeBefore = async (id: string, request: ReturnType<typeof requestOf>): Promise<Answer | undefined> => {
    if (!request || !(await tickets.claimed(request.claim))) return undefined;
    const known = await kept.find(id);
    if (!known) throw new CallerError('gone', 'what it made has been deleted since', 'Idempotency-Key');
    return { status: 200, body: { subscription: shown(known), secret: await secrets.newest(id) }, headers: etagOf(known) };
  };

  const remember = async (claim: Claim) => {
    try {
      await tickets.appendAll([], [claim]);
    } catch (error) {
      if (!(error instanceof ClaimTaken)) throw error;
    }
  };

  return [
    serve(operations.listSubscriptions, async () => ({
      status: 200,
      body: { subscriptions: (await kept.list()).map(shown) },
    })),
    serve(operations.createSubscription, async ({ event, body, caller }) => {
      checkUrl(body.url);
      const request = requestOf(event, caller, now());
      const id = request ? idFrom('subscription', ...request.source) : newId('subscription', now().getTime());
      const before = await madeBefore(id, request);
      if (before) return before;
      if ((await kept.list()).length >= mostSubscriptions)
        throw new CallerError('conflict', `there are ${mostSubscriptions} subscriptions already, and no more may be`, 'body');
      const at = now().toISOString();
      const standing = { state: 'active' as const };
      const made = { ...body, id, standing, version: 1, createdAt: at, since: at, secretsChangedAt: at };
      const items = [auditItem(entryOf('created', id, caller)), ...(request ? [request.claim.item] : [])];
      try {
        const secret = await secrets.create(id);
        if (!(await kept.create(made, items))) return (await madeBefore(id, request)) ?? fail(id);
        return { status: 201, body: { subscription: shown(made), secret }, headers: etagOf(made) };
      } catch (error) {
        // No secret is left behind that nothing leads to; unless it was written although we were told otherwise.
        if (!(await kept.find(id))) await secrets.remove(id);
        throw error;
      }
    }),
    serve(operations.readSubscription, async ({ path: { id }, query: { after } }) => {
      const known = await found(id);
      const { ticketIds, next } = await lanes.behind(id, after, behindAtOnce);
      const all = await Promise.all(ticketIds.map((ticketId) => lanes.find({ subscriptionId: id, ticketId })));
      const behind = all.filter((each) => each !== undefined).map((lane) => operations.shownLane.parse(lane));
      return { status: 200, body: { subscription: shown(known), behind, next }, headers: etagOf(known) };
    }),
    serve(operations.changeSubscription, ({ event, path: { id }, body, caller }) =>
      untilNotOvertaken(async () => {
        if (body.url !== undefined) checkUrl(body.url);
        const known = await found(id);
        checkVersion(event, etagOf(known).etag, 'the subscription');
        const { state = known.standing.state, events = known.events, ...named } = body;
        const terms = { ...known, ...named, events: events ?? undefined };
        const isFiltered = JSON.stringify(terms.filter) !== JSON.stringify(known.filter);
        await note(state === known.standing.state ? 'changed' : state, id, caller);
        // Written only on what was read: what disabled it in between is not undone by whoever changes something else.
        const changed = await kept.change(
          known,
          terms,
          standingAfter(known.standing, state, now()),
          isFiltered ? now().toISOString() : known.since,
        );
        if (state === 'active') {
          if (known.standing.state === 'disabled' || terms.url !== known.url) await circuits.close(id);
          // Said again, it wakes those again: whoever was not answered may repeat it.
          await wakeUps.send([{ subscriptionId: id, everyLane: {} }]);
        }
        return { status: 200, body: { subscription: shown(changed) }, headers: etagOf(changed) };
      }),
    ),
    serve(operations.deleteSubscription, async ({ path: { id }, caller }) => {
      await found(id);
      await note('deleted', id, caller);
      await secrets.remove(id);
      await kept.remove(id);
      return { status: 204 };
    }),
    serve(operations.rotateSubscriptionSecret, async ({ event, path: { id }, caller }) => {
      await found(id);
      const request = requestOf(event, caller, now());
      if (request && (await tickets.claimed(request.claim))) return { status: 200, body: { secret: await secrets.newest(id) } };
      await note('secret-rotated', id, caller);
      const secret = await secrets.rotate(id, request && digest(...request.source));
      if (!(await kept.secretsChanged(id, now()))) throw noSuch();
      // Last, so that whoever died before comes again; Secrets Manager knows the request until then.
      if (request) await remember(request.claim);
      return { status: 200, body: { secret } };
    }),
    serve(operations.redeliver, async ({ path: { id }, body: { ticketId, from }, caller }) => {
      const known = await found(id);
      if (known.standing.state === 'disabled') throw new CallerError('conflict', 'the subscription is disabled', 'id');
      const ticket = await ticketOf(ticketId);
      if (from > ticket.sequence) throw new CallerError('invalid', `the ticket has ${ticket.sequence} events`, 'from');
      await note('redelivered', `${id} ${ticketId}`, caller);
      await redeliver({ subscriptionId: id, ticketId, from }, { lanes, wakeUps });
      return { status: 202 };
    }),
  ];
}

const etagOf = ({ version }: Pick<Subscription, 'version'>) => ({ etag: `"${version}"` });

const fail = (id: string): never => {
  throw new Error(`${id} is there, and nobody asked for it`);
};

const noSuch = () => new CallerError('not-found', 'there is no such subscription', 'id');

const standingAfter = (before: Standing, state: Standing['state'], now: Date): Standing => {
  if (state === before.state) return before;
  return state === 'active' ? { state } : { state, because: 'asked', since: now.toISOString() };
};

const shown = (subscription: Subscription) => operations.shownSubscription.parse(subscription);
