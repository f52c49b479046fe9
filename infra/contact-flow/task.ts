import { disconnect, type Flow, flow, setQueue, transferToQueue, withoutFlowLog } from './flow.ts';

/** Tasks for agents go into the queue that calls wait in. */
export const taskFlow = ({ queueArn }: { queueArn: string }): Flow =>
  flow(
    withoutFlowLog('no-log', 'queue'),
    setQueue('queue', queueArn, { next: 'wait', failed: 'end' }),
    transferToQueue('wait', { next: 'end', failed: 'end' }),
    disconnect('end'),
  );
