import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { handOn } from '../../../src/programs/hand-on/hand-on';
import { takeInputs } from '../../../src/programs/take-inputs/take-inputs';
import type { PipelineTask, Step, WhenExpression } from '../../../src/schemas/tekton/types';
import type { Emitted } from './emitted';

/** What a program leaves, or that its pod was killed. */
export type Played = { readonly files?: Readonly<Record<string, string>>; readonly exit?: number } | 'killed';

/** A run as it was played. */
export interface PlayedRun {
  /** Tasks whose own program ran, in order; with the item of a loop behind them. */
  readonly ran: readonly string[];
  /** Tasks that Tekton skipped, and why. */
  readonly skipped: Readonly<Record<string, 'when' | 'stopping' | 'parents' | 'missing'>>;
  readonly green: boolean;
  /** What the programs were given: the environment and the words of the command line. */
  readonly given: Readonly<Record<string, { readonly env: Record<string, string>; readonly words: readonly string[] }>>;
  /** What steps of our own said. */
  readonly said: readonly string[];
  readonly results: Readonly<Record<string, string>>;
}

interface Done {
  readonly state: 'succeeded' | 'failed' | 'skipped';
  readonly why?: PlayedRun['skipped'][string];
  readonly results: Readonly<Record<string, string | readonly string[]>>;
}

/**
 * Plays what was emitted by Tekton's rules (1.15: when, then skipped parents, then missing results), with our own programs as
 * they are and the user's by `programs`.
 */
export function play(
  { pipeline, spec }: Pick<Emitted, 'pipeline' | 'spec'>,
  programs: (task: string, env: Readonly<Record<string, string>>) => Played,
  params: Readonly<Record<string, string>> = {},
): PlayedRun {
  const done = new Map<string, Done>();
  const run: { ran: string[]; given: Record<string, PlayedRun['given'][string]>; said: string[] } = {
    ran: [],
    given: {},
    said: [],
  };
  const context: Record<string, string> = { 'context.pipelineRun.name': 'run-1' };
  for (const { name, default: fallback } of pipeline.params ?? [])
    context[`params.${name}`] = params[name] ?? String(fallback);
  const known = () => {
    const all: Record<string, string | readonly string[]> = { ...context };
    for (const [name, { results }] of done)
      for (const [result, value] of Object.entries(results)) all[`tasks.${name}.results.${result}`] = value;
    return all;
  };

  const runTask = (task: PipelineTask): Done => {
    const values = Object.fromEntries(
      (task.params ?? []).map(({ name, value }) => [name, substituted(value as string, known())]),
    );
    const [loop] = task.matrix?.params ?? [];
    const items =
      loop === undefined
        ? [undefined]
        : typeof loop.value === 'string'
          ? (substituted(loop.value, known()) as readonly string[])
          : (loop.value as readonly string[]);
    const all = items.map((item) => {
      const own = item === undefined || loop === undefined ? values : { ...values, [loop.name]: item };
      return pod(task.name ?? '', item, spec(task.name ?? '').steps ?? [], own);
    });
    const failed = all.some((each) => each === undefined);
    if (loop === undefined) return { state: failed ? 'failed' : 'succeeded', results: all[0] ?? {} };
    // Tekton's order is that of the names of the pods, as texts.
    const order = all.map((_, i) => i).sort((a, b) => (`-${a}` < `-${b}` ? -1 : 1));
    const members = order.flatMap((i) => all[i]?.member ?? []);
    return { state: failed ? 'failed' : 'succeeded', results: { 'member[*]': members as string[] } };
  };

  /** The results of a pod; nothing if it failed. */
  const pod = (
    task: string,
    item: string | undefined,
    steps: readonly Step[],
    values: Readonly<Record<string, string | readonly string[]>>,
  ): Record<string, string> | undefined => {
    const folder = mkdtempSync(join(tmpdir(), 'pod-'));
    for (const name of ['out', 'results']) mkdirSync(join(folder, name));
    try {
      const names: Record<string, string | readonly string[]> = {};
      for (const [name, value] of Object.entries(values)) {
        names[`params.${name}`] = value;
        names[`params.${name}[*]`] = value;
      }
      for (const { name: step = '', when, command = [], env = [], results = [], onError } of steps) {
        mkdirSync(join(folder, step));
        for (const file of readdirSync(join(folder, 'results'))) names[`results.${file}.path`] = '';
        const paths = (text: string): string =>
          text
            .replace(/\$\(results\.([^).]+)\.path\)/g, (_, name) => join(folder, 'results', name))
            .replace(/\$\(step\.results\.([^).]+)\.path\)/g, (_, name) => join(folder, step, name))
            .replace(/\$\(steps\.step-([^).]+)\.exitCode\.path\)/g, (_, name) => join(folder, name, 'exitCode'))
            .replaceAll('"/out/', `"${folder}/out/`);
        if (!whenHolds(when, names)) {
          writeFileSync(join(folder, step, 'exitCode'), '0');
          continue;
        }
        const words = command.flatMap((word) => substituted(word, names)).map(paths);
        const variables = Object.fromEntries(
          env.map(({ name, value = '' }) => [name, paths(String(substituted(value, names))).replaceAll('$$', '$')]),
        );
        let exit = 0;
        const program = /^\/program\/(.*)\.mjs$/.exec(words[1] ?? '')?.[1];
        if (program === 'take-inputs' || program === 'hand-on') {
          const problems = (program === 'hand-on' ? handOn : takeInputs)(variables, words.slice(2));
          run.said.push(...problems);
          exit = problems.length > 0 ? 1 : 0;
        } else {
          const name = item === undefined ? task : `${task} ${item}`;
          run.ran.push(name);
          run.given[name] = { env: variables, words };
          const played = program === 'hold' ? { exit: 1 } : programs(step, variables);
          if (played === 'killed') return undefined;
          for (const [file, text] of Object.entries(played.files ?? {})) writeFileSync(join(folder, 'out', file), text);
          exit = played.exit ?? 0;
        }
        writeFileSync(join(folder, step, 'exitCode'), String(exit));
        if (exit !== 0 && onError !== 'continue') return undefined;
        for (const { name } of results)
          names[`steps.${step}.results.${name}`] = stepResult(readFileSync(join(folder, step, name), 'utf8'));
      }
      return Object.fromEntries(
        readdirSync(join(folder, 'results')).flatMap((file) => {
          const text = readFileSync(join(folder, 'results', file), 'utf8');
          return file === 'items' ? [[`${file}[*]`, JSON.parse(text)]] : [[file, text]];
        }),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  const tasks = pipeline.tasks ?? [];
  const parents = (task: PipelineTask) => [...new Set([...(task.runAfter ?? []), ...usedBy(task)])];
  for (let left = tasks; left.length > 0; ) {
    const ready = left.filter((task) => parents(task).every((name) => done.has(name)));
    if (ready.length === 0) throw new Error(`these wait for ever: ${left.map(({ name }) => name).join(', ')}`);
    for (const task of ready) {
      const skip = (why: PlayedRun['skipped'][string]): Done => ({ state: 'skipped', why, results: {} });
      const missing = resultsOf(task).some((result) => known()[result] === undefined);
      const isSkippedBy = parents(task).some((name) => !['when', undefined].includes(done.get(name)?.why));
      const state = [...done.values()].some(({ state }) => state === 'failed')
        ? skip('stopping')
        : !whenHolds(task.when, known())
          ? skip('when')
          : isSkippedBy
            ? skip('parents')
            : missing
              ? skip('missing')
              : runTask(task);
      done.set(task.name ?? '', state);
    }
    left = left.filter((task) => !ready.includes(task));
  }
  const states = [...done.values()].map(({ state }) => state);
  context['tasks.status'] = states.includes('failed')
    ? 'Failed'
    : states.includes('skipped')
      ? 'Completed'
      : 'Succeeded';
  const last = (pipeline.finally ?? []).filter(({ when }) => whenHolds(when, context)).map(runTask);
  const skipped = [...done].flatMap(([name, { why }]) => (why === undefined ? [] : [[name, why] as const]));
  return {
    ...run,
    skipped: Object.fromEntries(skipped),
    green: !states.includes('failed') && last.every(({ state }) => state === 'succeeded'),
    results: Object.fromEntries(
      (pipeline.results ?? []).map(({ name, value }) => [name, String(substituted(value as string, known()))]),
    ),
  };
}

function whenHolds(
  when: readonly WhenExpression[] = [],
  known: Readonly<Record<string, string | readonly string[]>>,
): boolean {
  return when.every(({ input = '', operator, values = [] }) => {
    const isOne = values.includes(String(substituted(input, known)));
    return operator === 'in' ? isOne : !isOne;
  });
}

/** One pass; what is not known stays as it is. A text that is a whole list is that list. */
function substituted(
  text: string,
  known: Readonly<Record<string, string | readonly string[]>>,
): string | readonly string[] {
  const whole = /^\$\(([^)]+\[\*\])\)$/.exec(text)?.[1];
  if (whole !== undefined && known[whole] !== undefined) return known[whole];
  return text.replace(/\$\(([^)]+)\)/g, (all, name) => (typeof known[name] === 'string' ? known[name] : all));
}

function textsOf(task: PipelineTask): readonly string[] {
  const values = [...(task.params ?? []), ...(task.matrix?.params ?? [])].flatMap(({ value }) => value as string);
  return [...values, ...(task.when ?? []).flatMap(({ input = '' }) => input)];
}

function usedBy(task: PipelineTask): readonly string[] {
  return textsOf(task).flatMap((text) =>
    [...text.matchAll(/\$\(tasks\.([^.)]+)\.results/g)].map(([, name]) => name ?? ''),
  );
}

function resultsOf({ when: _, ...task }: PipelineTask): readonly string[] {
  return textsOf(task).flatMap((text) => [...text.matchAll(/\$\((tasks\.[^)]+)\)/g)].map(([, name]) => name ?? ''));
}

/** What Tekton's entrypoint puts in the place of a step's result that is read as text: only what it reads as text, too. */
function stepResult(content: string): string {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    return content;
  }
  if (typeof value === 'string') return value;
  const all = (values: readonly unknown[]) => values.every((one) => typeof one === 'string' || one === null);
  const structured = typeof value === 'object' && (value === null || all(Object.values(value)));
  return structured ? '' : content;
}
