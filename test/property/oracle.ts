import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll } from 'vitest';
import { built, isBuilt } from '../../scripts/conformance/program.mjs';

/** A text of a manifest, and the values it can see by their dotted names; null is an output that was skipped. */
export interface Question {
  /**
   * `inputs`: the round when a template gets its arguments; `template`: when what a step needs is there; `item`: for an
   * item of a loop; `when`: a condition; `expression`: the expression of an output; `syntax`: whether it is one at all.
   */
  readonly kind: 'inputs' | 'template' | 'item' | 'when' | 'expression' | 'syntax';
  readonly text: string;
  readonly scope: { readonly [name: string]: string | null };
}

export interface Answer {
  readonly text?: string;
  readonly truth?: boolean;
  readonly error?: string;
  /** The controller would look again and again, until a deadline. */
  readonly waits?: boolean;
}

/** Argo's own code, asked. */
export type Ask = (question: Question) => Promise<Answer>;

/** Whether Argo can be asked here. Building the program takes the network and minutes: only CI does it unasked. */
export const canAsk: boolean = isBuilt('expressions') || process.env.CI === 'true';

/** Starts Argo's evaluation for the tests of a file. */
export function argoEvaluation(): Ask {
  if (!canAsk) {
    console.warn('Argo was not asked: CI=true npx vitest run test/property builds the program, and needs Go');
  }
  let ask: Ask = () => Promise.reject(new Error('Argo is not there'));
  let stop = (): void => undefined;
  beforeAll(() => {
    if (!canAsk) return;
    const home = built('expressions');
    const program = spawn(join(home, 'expressions'), { stdio: ['pipe', 'pipe', 'inherit'] });
    const waiting: ((answer: Answer) => void)[] = [];
    createInterface({ input: program.stdout }).on('line', (line) => waiting.shift()?.(JSON.parse(line) as Answer));
    ask = (question) =>
      new Promise((resolve) => {
        waiting.push(resolve);
        program.stdin.write(`${JSON.stringify(question)}\n`);
      });
    stop = () => program.kill();
  }, 1_800_000);
  afterAll(() => stop());
  return (question) => ask(question);
}
