import { Trouble } from '../trouble';

const words = 'fence token of cdk8s-mlops';
const exact = new RegExp(`^# ${words}: (0|[1-9]\\d{0,14})$`);

/** A comment, so that no reader of the file takes it for a value. @internal */
export function fenceTokenLine(token: number): string {
  return `# ${words}: ${token}`;
}

/** @internal */
export interface FenceToken {
  readonly token: number;
  /** Index of its line. */
  readonly line: number;
}

/** Nothing in a file that no program has written yet. @internal */
export function findFenceToken(lines: readonly string[]): FenceToken | undefined {
  const [line, second] = lines.flatMap((text, index) => (text.includes(words) ? [index] : []));
  if (line === undefined) return undefined;
  const digits = exact.exec(lines[line] ?? '')?.[1];
  if (second !== undefined || digits === undefined) {
    throw new Trouble(
      `line ${(second ?? line) + 1} is not the one line "${fenceTokenLine(42)}" that was written there`,
    );
  }
  return { token: Number(digits), line };
}
