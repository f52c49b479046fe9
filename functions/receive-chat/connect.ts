import type { Contract } from '../../shared/contracts/contract.ts';
import { inForce } from '../../shared/contracts/in-force.ts';
import type { Dependencies, SocketAnswer } from './handler.ts';
import { headerOf, type SocketEvent } from './socket-event.ts';

type Ports = Pick<Dependencies, 'connections' | 'admissions' | 'contracts' | 'now' | 'log'>;

const accepted: SocketAnswer = { statusCode: 200 };
const refused: SocketAnswer = { statusCode: 403 };

/**
 * Whether a handshake becomes a connection: an agent's by `?ticket=`, which holds once; a visitor's by `?key=`, whose contract says from
 * which pages. Nothing can be posted to a connection that is being made, so a refusal is only a status.
 */
export function connecting({ connections, admissions, contracts, now, log }: Ports) {
  return async (event: SocketEvent): Promise<SocketAnswer> => {
    const { connectionId } = event.requestContext;
    const { ticket, key } = event.queryStringParameters ?? {};
    if (ticket !== undefined) {
      const agentId = await admissions.use(ticket);
      if (agentId === undefined) return refused;
      await connections.open(connectionId, { side: 'agent', agentId });
      log.info('agent connected', { connectionId });
      return accepted;
    }
    const origin = headerOf(event, 'origin');
    if (key !== undefined) {
      const contract = contractOfKey(await contracts.all(), key, now());
      if (!contract || !isAllowed(contract, origin)) return refused;
    }
    await connections.open(connectionId, { side: 'visitor', origin, key });
    return accepted;
  };
}

/** The contract whose chat has this key. */
export const contractOfKey = (all: readonly Contract[], key: string, at: Date): Contract | undefined =>
  inForce(all, at).find(({ chat }) => chat?.key === key);

/** Browsers always say from which page; another program may say what it likes, and learns no more by it than a page does. */
export const isAllowed = ({ chat }: Pick<Contract, 'chat'>, origin: string | undefined): boolean =>
  chat !== undefined && (chat.origins.length === 0 || (origin !== undefined && chat.origins.includes(origin)));
