import { checkProps } from '../check-props';
import { show } from '../check-value';
import { PipelineError } from '../error';
import { checkName } from '../names';
import { RefNode } from '../ref';
import { checkEnv, type Env, type EnvEntries } from './env';
import { checkImage, type Image } from './image';
import { checkPath } from './path';
import { checkResources, type ResourceSpec, type Resources } from './resources';
import { checkShell } from './shell';
import { checkVolume, type Volume, type VolumeSpec } from './volume';

/**
 * What every container of a step has.
 *
 * @public
 */
export interface ContainerProps {
  readonly image: Image;
  /** @default - request 100m cpu; request and limit 512Mi memory */
  readonly resources?: Resources | undefined;
  /** Volumes by the path where the program sees them. */
  readonly mounts?: { readonly [path: string]: Volume } | undefined;
  /** Folders of the image that the program writes to: an empty folder is mounted there. `/tmp` always is one. */
  readonly writable?: readonly string[] | undefined;
  /** Folder the program starts in. @default - the image's */
  readonly workingDir?: string | undefined;
}

/**
 * A container beside the program, or before it.
 *
 * @public
 */
export interface SideContainer extends ContainerProps {
  readonly name: string;
  /** Program and arguments, one word each; never shell text. */
  readonly command: readonly string[];
  readonly env?: Env | undefined;
}

/** @internal */
export interface ContainerSpec {
  readonly image: string;
  readonly command: readonly (string | RefNode)[];
  readonly env: EnvEntries;
  readonly resources: ResourceSpec;
  readonly mounts: readonly { readonly path: string; readonly volume: VolumeSpec }[];
  readonly writable: readonly string[];
  readonly workingDir: string | undefined;
}

/** @internal */
export interface SideContainerSpec extends ContainerSpec {
  readonly name: string;
}

/** @internal */
export function checkContainer(
  props: ContainerProps,
  command: readonly unknown[],
  env: Env,
  what: string,
  at?: string,
): ContainerSpec {
  const mounts = Object.entries(props.mounts ?? {}).map(([path, volume]) => ({
    path: checkPath(path, `a volume of ${what}`),
    volume: checkVolume(volume, what, at),
  }));
  const writable = (props.writable ?? []).map((path) => checkPath(path, `a writable folder of ${what}`));
  checkOverlap([...mounts.map(({ path }) => path), ...writable], what, at);
  return {
    image: checkImage(props.image, what, at),
    command: checkCommand(command, what, at),
    env: checkEnv(env, what, at),
    resources: checkResources(props.resources, what, at),
    mounts,
    writable,
    workingDir:
      props.workingDir === undefined ? undefined : checkPath(props.workingDir, `the working folder of ${what}`),
  };
}

/** @internal */
export function checkSideContainers(
  list: readonly SideContainer[],
  kind: string,
  what: string,
  at?: string,
): readonly SideContainerSpec[] {
  return list.map((side) => {
    checkProps(
      side,
      ['name', 'command', 'env', 'image', 'resources', 'mounts', 'writable', 'workingDir'],
      `${kind} of ${what}`,
      at,
    );
    const name = checkName(side.name, `${kind} of ${what}`, at);
    if (['main', 'wait', 'init'].includes(name)) {
      throw new PipelineError({
        code: 'MLP1005',
        message: `${kind} of ${what} can't be called '${name}', the engine uses it`,
        at,
      });
    }
    return { name, ...checkContainer(side, side.command, side.env ?? {}, `${kind} '${name}' of ${what}`, at) };
  });
}

function checkCommand(given: readonly unknown[], what: string, at: string | undefined): ContainerSpec['command'] {
  if (!Array.isArray(given)) {
    throw new PipelineError({
      code: 'MLP1202',
      message: `the command of ${what} is ${show(given)}`,
      expected: "a list of the program and its arguments, one word each: ['python', 'train.py']",
      actual: given,
      at,
    });
  }
  const command: readonly unknown[] = given;
  const words = command.filter(
    (word): word is string | RefNode =>
      typeof word === 'string' || (RefNode.is(word) && !['list', 'record', 'artifact'].includes(word.type.kind)),
  );
  if (words.length !== command.length || words.length === 0) {
    const odd = command.find((word) => !words.includes(word as string));
    throw new PipelineError({
      code: 'MLP1202',
      message: words.length === 0 ? `${what} has no command` : `the command of ${what} has the word ${showWord(odd)}`,
      expected: 'the program and its arguments, one word each: text, scalar inputs, or fmt`…`',
      at,
    });
  }
  checkShell(words, what, at);
  return words;
}

function showWord(word: unknown): string {
  return RefNode.is(word) ? word.label : show(word);
}

function checkOverlap(paths: readonly string[], what: string, at: string | undefined): void {
  const taken = ['/out', '/tmp', ...paths];
  const twice = paths.find((path) => taken.indexOf(path) !== taken.lastIndexOf(path));
  if (twice === undefined) return;
  throw new PipelineError({
    code: 'MLP1206',
    message: `${what} has two things at ${twice}`,
    expected: 'one volume for each path; /out and /tmp are taken',
    at,
  });
}
