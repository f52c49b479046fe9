/** Cuts a stream of text into lines; a line may come in many chunks (an answer of 6 MB does). */
export interface LineReader {
  push(chunk: string): void;
  /** Hands over a last line that no newline ended. */
  end(): void;
}

export function readLines(onLine: (line: string) => void): LineReader {
  let parts: string[] = [];
  const flush = (last: string) => {
    const line = parts.length === 0 ? last : parts.join('') + last;
    parts = [];
    onLine(line);
  };
  return {
    push: (chunk) => {
      let from = 0;
      for (let newline = chunk.indexOf('\n'); newline !== -1; newline = chunk.indexOf('\n', from)) {
        flush(chunk.slice(from, newline));
        from = newline + 1;
      }
      if (from < chunk.length) parts.push(chunk.slice(from));
    },
    end: () => {
      if (parts.length > 0) flush('');
    },
  };
}
