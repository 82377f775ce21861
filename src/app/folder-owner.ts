import { realpathSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { PipelineError } from '../core/error';

/** What one synth of this process left in a folder. */
interface Synthesis {
  readonly app: WeakRef<object>;
  /** Position in the order of everything that happened. */
  readonly finished: number;
  readonly objects: ReadonlySet<string>;
}

const syntheses = new Map<string, Synthesis>();
let happened = 0;

/**
 * A moment in the life of this process, to tell what came first.
 *
 * @internal
 */
export function moment(): number {
  return ++happened;
}

/**
 * An app that is about to fill a folder.
 *
 * @internal
 */
export interface Writer {
  readonly app: object;
  /** When the app was made. */
  readonly created: number;
  readonly folder: string;
  /** Its objects, by kind, namespace and name. */
  readonly objects: ReadonlySet<string>;
  /** Its files with manifests. */
  readonly manifests: readonly string[];
}

/**
 * Refuses a folder that another app fills: the second would remove what the first one wrote.
 *
 * An app has no name of its own, so another one is told by this: it was there before the first one wrote, or nothing
 * of what it writes was there before. The same app made anew, in a test or after a change, shares something.
 *
 * @param owned files that the folder's record names
 * @throws PipelineError MLP4004
 * @internal
 */
export function refuseSecondApp(writer: Writer, owned: ReadonlySet<string>): void {
  const before = syntheses.get(realpathSync(writer.folder));
  if (before?.app.deref() === writer.app) return;
  if (before !== undefined && writer.created < before.finished) throw taken(writer.folder);
  if (before !== undefined && before.objects.size > 0 && !shareAny(before.objects, writer.objects))
    throw taken(writer.folder);
  const manifests = [...owned].filter((file) => file.endsWith('.yaml') && file !== 'kustomization.yaml');
  if (manifests.length > 0 && !shareAny(new Set(manifests), new Set(writer.manifests)))
    throw taken(writer.folder, manifests);
}

/** @internal */
export function rememberWriter({ app, folder, objects }: Writer): void {
  syntheses.set(realpathSync(folder), { app: new WeakRef(app), finished: moment(), objects });
}

function shareAny(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  for (const item of other) if (one.has(item)) return true;
  return false;
}

function taken(folder: string, files?: readonly string[]): PipelineError {
  const held =
    files === undefined ? '' : `, which holds ${files.slice(0, 3).join(', ')}${files.length > 3 ? ', …' : ''}`;
  return new PipelineError({
    code: 'MLP4004',
    message: `another app has written to '${folder}'${held}`,
    fix: "give each app a folder of its own, as in new GitOpsApp({ folder: 'staging' }); if it is the same app with all its charts renamed, delete the folder first",
  });
}

/**
 * Refuses a folder named `environments` or below one: deployed versions live there, and only the delivery programs
 * change them.
 *
 * Looks at the way from the working directory, or at the last two names of a path elsewhere.
 *
 * @throws PipelineError MLP4007
 * @internal
 */
export function refuseEnvironments(folder: string): void {
  const way = relative(process.cwd(), resolve(folder)).split(sep);
  const names = way[0] === '..' ? resolve(folder).split(sep).slice(-2) : way;
  if (!names.includes('environments')) return;
  throw new PipelineError({
    code: 'MLP4007',
    message: `the output folder '${folder}' is inside 'environments'`,
    fix: 'write to another folder: deployed versions live there and only the delivery programs change them',
  });
}
