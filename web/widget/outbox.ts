import { newId } from './ids.ts';
import type { Outgoing } from './kept.ts';

/** For so long a message may be on its way before it is said again: the same message is taken once. */
const patience = 15_000;

/**
 * What is to be said, one message at a time: the next goes when the one before is taken, each under the number that follows the last one
 * taken. `waiting` reads and `keep` writes it where it outlives the page; `send` answers false where there is no connection.
 */
export function createOutbox({
  waiting,
  keep,
  send,
}: {
  waiting: () => readonly Outgoing[];
  keep: (waiting: Outgoing[]) => void;
  send: (message: object) => boolean;
}) {
  /** The number of the last message that was taken. */
  let n = 0;
  let isReady = false;
  let onItsWay: ReturnType<typeof setTimeout> | undefined;

  function sayNext(): void {
    const [next] = waiting();
    if (!isReady || !next || onItsWay !== undefined) return;
    const numbered = { n: n + 1, ...next };
    const { files = [], ...said } = numbered;
    if (!send({ action: 'say', ...said, attachments: files.map(({ id }) => id) })) return;
    keep([numbered, ...waiting().slice(1)]);
    wait(patience);
  }
  function wait(milliseconds: number): void {
    clearTimeout(onItsWay);
    onItsWay = setTimeout(again, milliseconds);
  }
  function stop(): void {
    clearTimeout(onItsWay);
    onItsWay = undefined;
  }
  function again(): void {
    stop();
    sayNext();
  }
  const renumber = () => keep(waiting().map(({ clientId, text, files }) => ({ clientId, text, files })));
  const remove = (clientId: string | undefined): Outgoing | undefined => {
    const found = waiting().find((each) => each.clientId === clientId);
    if (found) keep(waiting().filter((each) => each !== found));
    return found;
  };

  return {
    /** Files without a word go by their names; without either there is nothing to say. */
    add: (text: string, files: { id: string; name: string }[]) => {
      const said = text || files.map(({ name }) => name).join(', ');
      if (said !== '') keep([...waiting(), { clientId: newId(), text: said, files }]);
      sayNext();
    },
    /** Connected, with so many taken. What may have been taken is said again under its number, and acknowledged again. */
    ready: (taken: number, isNew: boolean) => {
      n = taken;
      if (isNew) renumber();
      isReady = true;
      sayNext();
    },
    /** A new chat knows none of the files of the one before: the words go without them. Answers whether there were any. */
    withoutFiles: (): boolean => {
      const hadFiles = waiting().some(({ files = [] }) => files.length > 0);
      if (hadFiles) keep(waiting().map((each) => ({ ...each, files: undefined })));
      return hadFiles;
    },
    lost: () => {
      isReady = false;
      stop();
    },
    /** Answers what was taken, if it was one of these. */
    taken: (clientId: string | undefined, number: number): Outgoing | undefined => {
      n = Math.max(n, number);
      const found = remove(clientId);
      again();
      return found;
    },
    /** Another window has said something: ours comes after that. */
    expected: (number: number) => {
      n = number - 1;
      renumber();
      again();
    },
    /** It will never be taken. Answers whether it was one of these. */
    refused: (clientId: string | undefined): boolean => {
      const found = remove(clientId);
      if (found) again();
      return found !== undefined;
    },
    /** Something failed on the way: once more in a while. */
    later: (milliseconds: number) => {
      if (onItsWay !== undefined) wait(milliseconds);
    },
    /** The message that is on its way says this. */
    isSaying: (text: string | undefined) => onItsWay !== undefined && waiting()[0]?.text === text,
  };
}
