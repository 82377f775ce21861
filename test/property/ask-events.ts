import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { built, isBuilt } from '../../scripts/conformance/program.mjs';

/** A question to the code of Argo Events and Tekton Triggers; see `conformance/events`. */
export type EventQuestion =
  | { readonly github: { readonly secret: string } & Call }
  | { readonly sensor: { readonly object: unknown; readonly events: { readonly [dependency: string]: string } } }
  | { readonly tekton: TektonCall };

export interface Call {
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
}

export interface TektonCall extends Call {
  readonly listener: unknown;
  readonly binding?: unknown;
  readonly template: unknown;
  /** Value of every key of a Secret. */
  readonly secret: string;
  readonly path: string;
}

export interface EventAnswer {
  /** What goes to the bus. */
  readonly event?: string;
  readonly created?: unknown;
  readonly refused?: string;
  readonly failed?: string;
}

/** Whether they can be asked here. Building the program takes the network and minutes: only CI does it unasked. */
export const canAskEvents: boolean = isBuilt('events') || process.env.CI === 'true';
if (!canAskEvents)
  console.warn('Argo Events was not asked: CI=true npx vitest run test/property builds it, and needs Go');

/** All questions at once, to one process. */
export function askEvents(questions: readonly EventQuestion[]): readonly EventAnswer[] {
  const { stdout, stderr, status } = spawnSync(join(built('events'), 'events'), {
    input: questions.map((question) => `${JSON.stringify(question)}\n`).join(''),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(stderr.slice(-4000));
  const answers = stdout.trimEnd().split('\n');
  if (answers.length !== questions.length)
    throw new Error(`${answers.length} answers to ${questions.length} questions`);
  return answers.map((line) => JSON.parse(line) as EventAnswer);
}
