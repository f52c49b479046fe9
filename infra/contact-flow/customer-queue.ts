import {
  askForKey,
  createCallback,
  disconnect,
  endFlow,
  type Flow,
  flow,
  invoke,
  say,
  sayWhileWaiting,
  setCallbackNumber,
  withoutFlowLog,
} from './flow.ts';

/** Seconds between two offers of a call back. */
export const offerSeconds = 30;
const keySeconds = 5;

/**
 * While somebody waits in the queue: every half minute they may choose to be called back. Connect then keeps their place. The words are the
 * contact's attributes, which the inbound flow has set.
 */
export const customerQueueFlow = ({ functionArn }: { functionArn: string }): Flow =>
  flow(
    withoutFlowLog('no-log', 'wait'),
    sayWhileWaiting('wait', '$.Attributes.waiting', { seconds: offerSeconds, interrupted: 'offer', failed: 'silence' }),
    askForKey(
      'offer',
      '$.Attributes.offer',
      { '1': 'number' },
      {
        seconds: keySeconds,
        silent: 'wait',
        other: 'wait',
        failed: 'silence',
      },
    ),
    setCallbackNumber('number', { next: 'call-back', failed: 'wait' }),
    createCallback(
      'call-back',
      { InitialCallDelaySeconds: '5', MaximumConnectionAttempts: '2', RetryDelaySeconds: '600' },
      { next: 'note', failed: 'wait' },
    ),
    // The call back stands, whether or not our function could note it: its own events tell us as well.
    invoke('note', functionArn, { step: 'call-back', by: 'connect' }, { next: 'said', failed: 'said' }),
    say('said', '$.Attributes.promised', { next: 'leave', failed: 'leave' }),
    disconnect('leave'),
    // Without words there is nothing to say over and over; the contact keeps its place.
    endFlow('silence'),
  );
