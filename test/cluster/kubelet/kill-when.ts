import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until it is so; answers how to ask no more. */
export function killWhen(isSo: (() => Promise<boolean>) | undefined, kill: AbortController): (() => void) | undefined {
  if (isSo === undefined) return undefined;
  let over = false;
  const ask = async (): Promise<void> => {
    while (!over) {
      if (await isSo()) return kill.abort();
      await sleep(100);
    }
  };
  void ask();
  return () => {
    over = true;
  };
}
