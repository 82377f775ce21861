import { readFileSync, writeFileSync } from 'node:fs';

/** Where a program reads what others left, and leaves what it makes. @internal */
export interface TextFiles {
  /** Nothing for a file that is not there. */
  read(path: string): string | undefined;
  write(path: string, text: string): void;
}

/** @internal */
export const disk: TextFiles = {
  read(path) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  },
  write: (path, text) => writeFileSync(path, text),
};
