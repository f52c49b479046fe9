import * as operations from '../../../shared/api/agents/subscriptions.ts';
import { audited } from '../../../shared/audit/audit.ts';
import { CallerError } from '../../../shared/errors.ts';
import { isId, newId } from '../../../shared/ids.ts';
import { redeliver } from '../../../shared/webhooks/redeliver.ts';
import { mostSubscriptions, type Standing, type Subscription } from '../../../shared/webhooks/subscription.ts';
import { wrongWithUrl } from '../../../shared/webhooks/targets.ts';
import type { Caller } from '../caller.ts';
import { ticketFinder } from '../change.ts';
import type { Dependencies } from '../handler.ts';
import type { Route, Serve } from '../serve.ts';

/** Tickets with which a subscriber is behind, on one page. */
const behindAtOnce = 50;

/** Who is sent webhooks, and how that goes. */
export function subscriptions(serve: Serve, dependencies: Dependencies): Route[] {
  const { subscribing, audit, now } = dependencies;
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
  const note = (action: string, about: string, caller: Caller) =>
    audit.record(audited({ action: `subscription.${action}`, about }, caller, now()));

  return [
    serve(operations.listSubscriptions, async () => ({
      status: 200,
      body: { subscriptions: (await kept.list()).map(shown) },
    })),
    serve(operations.createSubscription, async ({ body, caller }) => {
      checkUrl(body.url);
      if ((await kept.list()).length >= mostSubscriptions)
        throw new CallerError('conflict', `there are ${mostSubscriptions} subscriptions already, and no more may be`, 'body');
      const at = now().toISOString();
      const id = newId('subscription', now().getTime());
      const made = { ...body, id, standing: { state: 'active' as const }, createdAt: at, since: at, secretsChangedAt: at };
      const secret = await secrets.create(id);
      await note('created', id, caller);
      await kept.create(made);
      return { status: 201, body: { subscription: shown(made), secret } };
    }),
    serve(operations.readSubscription, async ({ path: { id }, query: { after } }) => {
      const known = await found(id);
      const { ticketIds, next } = await lanes.behind(id, after, behindAtOnce);
      const all = await Promise.all(ticketIds.map((ticketId) => lanes.find({ subscriptionId: id, ticketId })));
      const behind = all.filter((each) => each !== undefined).map((lane) => operations.shownLane.parse(lane));
      return { status: 200, body: { subscription: shown(known), behind, next } };
    }),
    serve(operations.changeSubscription, async ({ path: { id }, body, caller }) => {
      if (body.url !== undefined) checkUrl(body.url);
      const known = await found(id);
      const { state = known.standing.state, events = known.events, ...named } = body;
      const terms = { ...known, ...named, events: events ?? undefined };
      const standing = standingAfter(known.standing, state, now());
      const isFiltered = JSON.stringify(terms.filter) !== JSON.stringify(known.filter);
      const since = isFiltered ? now().toISOString() : known.since;
      await note(state === known.standing.state ? 'changed' : state, id, caller);
      if (!(await kept.change(id, terms, standing, since))) throw noSuch();
      if (state === 'active') {
        if (known.standing.state === 'disabled' || terms.url !== known.url) await circuits.close(id);
        // Said again, it wakes those again: whoever was not answered may repeat it.
        await wakeUps.send([{ subscriptionId: id, everyLane: {} }]);
      }
      return { status: 200, body: { subscription: shown({ ...terms, standing, since }) } };
    }),
    serve(operations.deleteSubscription, async ({ path: { id }, caller }) => {
      await found(id);
      await note('deleted', id, caller);
      await secrets.remove(id);
      await kept.remove(id);
      return { status: 204 };
    }),
    serve(operations.rotateSubscriptionSecret, async ({ path: { id }, caller }) => {
      await found(id);
      await note('secret-rotated', id, caller);
      const secret = await secrets.rotate(id);
      if (!(await kept.secretsChanged(id, now()))) throw noSuch();
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

const noSuch = () => new CallerError('not-found', 'there is no such subscription', 'id');

const standingAfter = (before: Standing, state: Standing['state'], now: Date): Standing => {
  if (state === before.state) return before;
  return state === 'active' ? { state } : { state, because: 'asked', since: now.toISOString() };
};

const shown = (subscription: Subscription) => operations.shownSubscription.parse(subscription);
