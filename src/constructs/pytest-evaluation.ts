import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import type { ContainerProps } from '../core/container/container';
import type { Env } from '../core/container/env';
import type { Exemptions } from '../core/container/identity';
import type { Image } from '../core/container/image';
import type { Placement } from '../core/container/placement';
import { Volume } from '../core/container/volume';
import { declaredSet } from '../core/declared';
import { PipelineError } from '../core/error';
import { kebabCase } from '../core/names';
import type { Param, Params } from '../core/parameter/parameter';
import { text } from '../core/parameter/text';
import { verdict } from '../core/parameter/verdict';
import { programTimeout } from '../core/program-task';
import { type Ref, RefNode } from '../core/ref';
import { type Task, type TaskContext, type TaskDefinition, task } from '../core/task';
import { secondsOf, type TimeSpan } from '../core/time-span';
import type { Verdict } from '../core/verdict';
import { programFile, programText } from '../programs/bundle';
import type { Training } from './evaluation';

/** @public */
export interface PytestOptions<P extends Params> extends Omit<ContainerProps, 'image'>, Placement {
  /** Folder with the tests: absolute, or below the one the container starts in. */
  readonly directory: string;
  /** How many tests have to pass. With fewer nothing is judged, so that a test that is skipped can't let a model through. */
  readonly minTests: number;
  /** @default - that of the task that trains, with its user, its working folder and its pull secrets */
  readonly image?: Image | undefined;
  /** What training hands on or takes, besides what it trained: `dataHash` is `DATA_HASH` in the environment of the tests. */
  readonly inputs?: P | undefined;
  /** More for the environment of the tests. Values from a Secret are kept out of log and outputs. */
  readonly env?: Env | ((context: TaskContext<P>) => Env) | undefined;
  /** Time for all tests, in whole seconds. @default 30 minutes */
  readonly deadline?: TimeSpan | undefined;
  /** Name or path of the interpreter in the image. @default 'python' */
  readonly python?: string | undefined;
  /** User id the tests run as. @default - that of training where its image is used, else 1000 */
  readonly user?: number | undefined;
  readonly exempt?: Exemptions | undefined;
  readonly imagePullSecrets?: readonly string[] | undefined;
}

const known: { readonly [key in keyof Required<PytestOptions<Params>>]: true } = {
  directory: true,
  minTests: true,
  image: true,
  inputs: true,
  env: true,
  deadline: true,
  python: true,
  resources: true,
  mounts: true,
  writable: true,
  workingDir: true,
  nodeSelector: true,
  tolerations: true,
  user: true,
  exempt: true,
  imagePullSecrets: true,
};

/** The task that runs the tests, once it is known what trains. @internal */
export function pytestTask(
  options: PytestOptions<Params>,
): (training: Training) => Task<never, { readonly verdict: Verdict }> {
  const what = 'Evaluation.pytest';
  checkProps(options, Object.keys(known), what);
  const { directory, minTests, image, inputs, env = {}, deadline, python = 'python', ...container } = options;
  const seconds = deadline === undefined ? 1800 : secondsOf(deadline, `the deadline of ${what}`);
  checkAsked(directory, minTests, seconds, python);
  if (Object.hasOwn(options.mounts ?? {}, '/program'))
    throw unusable(`${what} mounts something at /program, where its own program is`, 'use another path');
  declaredSet(inputs ?? {}, 'input', what);
  return (training) => {
    // As training declares it, so that what it may be is written once.
    const all: Params = { ...subjectOf(training), ...inputs };
    return task<Params, typeof outputs>('evaluate', {
      ...(image === undefined ? asItTrains(training) : { image }),
      ...defined(container),
      inputs: all,
      outputs,
      // Isolated: modules of the user that are called like those of Python don't get in the way of the program.
      command: [python, '-I', `/program/${file}`],
      env: (context) => {
        const own = checkNames({ ...byName(context, all), ...(typeof env === 'function' ? env(context) : env) });
        const told = { ...training.env, ...own };
        return {
          ...told,
          EVALUATE_DIRECTORY: directory,
          EVALUATE_MIN_TESTS: String(minTests),
          EVALUATE_DEADLINE_SECONDS: String(seconds),
          ...secretsOf(told),
        };
      },
      mounts: { ...options.mounts, '/program': Volume.files('program-evaluate', { [file]: programText('evaluate') }) },
      timeout: programTimeout(seconds),
    });
  };

  function byName(context: TaskContext<Params>, inputs: Params): Env {
    const declared = declaredSet(inputs, 'input', what);
    const values = Object.entries(declared).filter(([, { type }]) => type.kind !== 'artifact');
    return Object.fromEntries(values.map(([name]) => [variableOf(name), context.inputs[name] as Ref<unknown>]));
  }
}

/** What is judged: the version, or the run of a model that is registered only if it passes. */
function subjectOf({ unit: { outputs } }: Training): Params {
  const name = outputs.modelVersion === undefined ? 'runId' : 'modelVersion';
  return { [name]: outputs[name] as Param<string> };
}

const outputs = { verdict: verdict(), reason: text() };
const file = programFile('evaluate');

/** `runId` is `RUN_ID`. */
const variableOf = (input: string): string => kebabCase(input).replaceAll('-', '_').toUpperCase();

/** What a container in the image of training needs as well. */
function asItTrains({ unit }: Training): Partial<TaskDefinition<Params, Params>> & { readonly image: Image } {
  if (unit.kind === 'task') {
    const { image: reference, identity, imagePullSecrets, workingDir } = unit;
    return { image: { reference }, ...identity, imagePullSecrets, workingDir };
  }
  throw unusable(
    `Evaluation.pytest has no image, and '${unit.name}' is a ${unit.kind} of many`,
    'image: Image.pinned(…)',
  );
}

function checkAsked(directory: string, minTests: number, seconds: number, python: string): void {
  // A word that begins with - would be an option.
  if (typeof directory !== 'string' || !/^[^-\p{Cc}][^\p{Cc}]*$/u.test(directory))
    throw unusable(`the tests of Evaluation.pytest are in ${show(directory)}`, "directory: 'tests/'");
  if (!Number.isSafeInteger(minTests) || minTests < 1 || minTests > 100_000)
    throw unusable(`Evaluation.pytest is content with ${show(minTests)} passed tests`, 'minTests: 2');
  if (seconds > 604_800) throw unusable(`Evaluation.pytest waits ${seconds} s`, 'deadline: Duration.minutes(30)');
  if (typeof python !== 'string' || !/^[A-Za-z0-9/_][A-Za-z0-9/._+-]*$/.test(python))
    throw unusable(`Evaluation.pytest runs its tests by ${show(python)}`, "python: 'python3'");
}

function unusable(message: string, fix: string): PipelineError {
  return new PipelineError({
    code: 'MLP3009',
    message,
    expected: 'an image with pytest, a folder of tests, and how many of them have to pass, from 1 to 100,000',
    fix,
  });
}

/** Of the variables that say what is run and how, none is ours to overwrite, and none takes a value from outside. */
function checkNames(env: Env): Env {
  for (const [name, value] of Object.entries(env)) {
    const ours = /^(OUT_DIR$|EVALUATE_)/.test(name);
    if (!ours && !(RefNode.is(value) && /^(PATH$|HOME$|PYTHON|PYTEST_|LD_)/.test(name))) continue;
    throw new PipelineError({
      code: 'MLP1203',
      message: `Evaluation.pytest sets ${name}${ours ? ', by which its own program is told what to do' : ` to ${show(value)}, which would say what is run`}`,
      expected: ours ? 'names other than OUT_DIR and EVALUATE_…' : 'an input whose variable only the tests read',
      actual: name,
    });
  }
  return env;
}

function secretsOf(env: Env): Env {
  const names = Object.entries(env).flatMap(([name, value]) =>
    typeof value === 'object' && value !== null && 'from' in value && value.from === 'secret' ? [name] : [],
  );
  return names.length === 0 ? {} : { EVALUATE_SECRETS: names.join(',') };
}

/** Without what is given as undefined, which must not hide what stands before it. */
function defined<T extends object>(options: T): Partial<T> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
}
