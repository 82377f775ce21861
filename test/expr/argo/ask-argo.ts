import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { built, isBuilt } from '../../../scripts/conformance/program.mjs';
import type { TaskResults } from '../../../src/expr/argo/depends';
import { canAsk } from '../../property/oracle';

/** A question to Argo's own code; see `conformance/cmd/expressions`. */
export interface Question {
  readonly kind:
    | 'inputs'
    | 'template'
    | 'item'
    | 'when'
    | 'expression'
    | 'syntax'
    | 'condition'
    | 'execute'
    | 'depends';
  readonly text: string;
  readonly scope: { readonly [name: string]: string | null };
  readonly tasks?: { readonly [name: string]: AskedTask };
}

/** Whether cel-go reads an expression, or Tekton takes it for a condition. */
export interface CelQuestion {
  readonly kind: 'cel' | 'cel-when';
  readonly text: string;
  readonly scope: {};
}

/** Whether a path of GJSON leads to something in a body. */
export interface PathQuestion {
  readonly kind: 'gjson';
  readonly text: string;
  readonly scope: { readonly [field: string]: unknown };
}

export interface AskedTask {
  readonly continueOnError?: boolean;
  readonly continueOnFailed?: boolean;
  readonly results: TaskResults;
}

export interface Answer {
  readonly text?: string;
  readonly truth?: boolean;
  readonly error?: string;
  readonly waits?: boolean;
}

/** All questions at once, to one process; undefined where Argo can't be asked. */
export function askArgo(questions: readonly (Question | CelQuestion | PathQuestion)[]): readonly Answer[] | undefined {
  if (!canAsk) {
    console.warn('Argo was not asked: CI=true npx vitest run test/expr/argo builds the program, and needs Go');
    return undefined;
  }
  if (!isBuilt('expressions')) console.warn('building the program that asks Argo');
  const { stdout, stderr, status } = spawnSync(join(built('expressions'), 'expressions'), {
    input: questions.map((question) => `${JSON.stringify(question)}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(stderr);
  const answers = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
  if (answers.length !== questions.length)
    throw new Error(`${answers.length} answers to ${questions.length} questions`);
  return answers;
}
