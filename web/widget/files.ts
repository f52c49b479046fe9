import { newId } from './ids.ts';
import type { Incoming } from './messages.ts';

/** A file that the visitor has chosen, until a message takes it along. */
export interface Chosen {
  clientId: string;
  name: string;
  file: File;
  /** `waiting` for the chat to say where it goes. */
  state: 'waiting' | 'uploading' | 'ready' | 'failed';
  /** How much of it is there, in percent. */
  percent: number;
  /** What the chat calls it, once it was told of it. */
  id: string;
  problem?: 'too large' | 'too many' | 'lost' | { rule: string };
}

/** What the chat takes, said before anything is sent; it says so itself, too (`shared/chat/limits.ts`). */
const largestFile = 6.5 * 1024 * 1024;
export const mostLineFiles = 5;
const longestFileName = 150;

/** As the chat wants names: on one line, no path, nothing that turns the writing direction round. The ending stays. */
const plain = (name: string): string =>
  name
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, '')
    .replace(/ {2,}/g, ' ')
    .replace(/[<>"|?*\\/]/g, '_')
    .slice(-longestFileName)
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .toWellFormed() || 'file';

/** The media type alone; browsers know none for many files. */
const typeOf = ({ type }: File): string => /^[\w.+-]+\/[\w.+-]+/.exec(type)?.[0] ?? 'application/octet-stream';

/**
 * Files on their way: each is announced to the chat, and its bytes go to the address that the chat answers with. `send` answers false
 * where there is no connection: then they wait for it.
 */
export function createFiles({ send, changed }: { send: (message: object) => boolean; changed: () => void }) {
  let chosen: Chosen[] = [];
  let isReady = false;
  const requests = new Map<string, XMLHttpRequest>();
  const find = (clientId: string | undefined) => chosen.find((each) => each.clientId === clientId);
  const isBusy = () => chosen.some(({ state }) => state === 'waiting' || state === 'uploading');

  function fail(one: Chosen, problem: Chosen['problem']): void {
    Object.assign(one, { state: 'failed', problem });
    changed();
  }
  const ask = () => {
    if (!isReady) return;
    for (const { clientId, name, file, state } of chosen)
      if (state === 'waiting') send({ action: 'attach', clientId, name, type: typeOf(file), size: file.size });
  };
  function put(one: Chosen, { url, headers }: { url: string; headers: Record<string, string> }): void {
    const request = new XMLHttpRequest();
    requests.set(one.clientId, request);
    request.open('PUT', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => {
      one.percent = Math.floor((100 * loaded) / one.file.size);
      changed();
    };
    request.onload = () => {
      requests.delete(one.clientId);
      // 412: it was there already, and the answer to that was lost.
      if ((request.status < 200 || request.status > 299) && request.status !== 412) return fail(one, 'lost');
      Object.assign(one, { state: 'ready', percent: 100 });
      changed();
    };
    request.onerror = () => {
      requests.delete(one.clientId);
      fail(one, 'lost');
    };
    request.send(one.file);
  }
  const stop = ({ clientId }: Chosen) => {
    requests.get(clientId)?.abort();
    requests.delete(clientId);
  };

  return {
    chosen: (): readonly Chosen[] => chosen,
    isBusy,
    add: (files: readonly File[]) => {
      for (const file of files) {
        const one: Chosen = { clientId: newId(), name: plain(file.name), file, state: 'waiting', percent: 0, id: '' };
        const sound = chosen.filter(({ state }) => state !== 'failed').length;
        if (sound >= mostLineFiles) Object.assign(one, { state: 'failed', problem: 'too many' });
        else if (file.size > largestFile) Object.assign(one, { state: 'failed', problem: 'too large' });
        chosen = [...chosen, one];
      }
      ask();
      changed();
    },
    remove: (clientId: string) => {
      const one = find(clientId);
      if (one) stop(one);
      chosen = chosen.filter((each) => each !== one);
      changed();
    },
    /** Where a file goes. Asked twice, the chat answers twice: the first answer counts. */
    announced: ({ clientId, id = '', upload }: Incoming) => {
      const one = find(clientId);
      if (one?.state !== 'waiting' || !upload) return;
      Object.assign(one, { state: 'uploading', id });
      put(one, upload);
    },
    /** Whether it was one of these that the chat does not take. */
    refused: (clientId: string | undefined, rule: string): boolean => {
      const one = find(clientId);
      if (one) fail(one, { rule });
      return one !== undefined;
    },
    /** Connected: what waits is announced again. A new chat knows none of the files of the one before. */
    ready: (isNew: boolean) => {
      isReady = true;
      for (const one of chosen)
        if (one.problem === 'lost' || (isNew && one.problem === undefined)) {
          stop(one);
          Object.assign(one, { state: 'waiting', percent: 0, problem: undefined });
        }
      ask();
    },
    lost: () => {
      isReady = false;
    },
    /** Something failed on the way: what waits is announced once more. */
    again: ask,
    /** What the next message takes along; undefined while something is on its way. Those that failed stay, for the visitor to see. */
    take: (): { id: string; name: string }[] | undefined => {
      if (isBusy()) return undefined;
      const ready = chosen.filter(({ state }) => state === 'ready');
      chosen = chosen.filter((each) => !ready.includes(each));
      return ready.map(({ id, name }) => ({ id, name }));
    },
  };
}
