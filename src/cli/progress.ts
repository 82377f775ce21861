import type { Terminal } from './terminal';

/** What a command does right now, in one line that is written over. @internal */
export interface Progress {
  /** Says what is done, where it is worth saying: `reading 120 of 4000 files`. */
  at(text: string): void;
  /** Takes the line away. */
  end(): void;
}

/** Milliseconds that a command may take before it says what it does. */
const patience = 1000;
/** Milliseconds from one line to the next. */
const pace = 100;

/**
 * Progress for a person at a terminal, from one second on; nothing anywhere else.
 *
 * @param now milliseconds
 * @internal
 */
export function progressOn(
  { err, isLive = false }: Pick<Terminal, 'err' | 'isLive'>,
  now: () => number = Date.now,
): Progress {
  if (!isLive) return { at: () => undefined, end: () => undefined };
  let next = now() + patience;
  let isShown = false;
  return {
    at: (text) => {
      const time = now();
      if (time < next) return;
      next = time + pace;
      isShown = true;
      err(`\r\u001b[K${text}`);
    },
    end: () => {
      if (isShown) err('\r\u001b[K');
      isShown = false;
    },
  };
}
