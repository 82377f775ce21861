import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { ArgoVersion } from '../../engines/argo/target';
import { compile } from '../compile';
import { readLibrary } from '../plan/library';
import { type Manifests, readManifests } from '../plan/manifests';
import { startablePipelines } from '../tekton/compile-tekton';
import { readTektonLibrary } from '../tekton/plan/library';
import type { SimulatedTekton } from '../tekton/run/world';
import type { Exploration } from './exploration';
import { type ExploreOptions, explorePlan } from './explore';
import { exploreInParallel } from './parallel/explore-in-parallel';
import type { Explored } from './parallel/messages';
import type { Roles } from './roles';

/**
 * What {@link verify} looks at.
 *
 * @public
 */
export interface VerifyOptions {
  /** Argo's version. @default '4.0' */
  readonly version?: ArgoVersion;
  /** Tekton's version. @default '1.15' */
  readonly tekton?: SimulatedTekton;
  /** Names of what to start. @default - every Workflow, every template that has an entrypoint, and every Pipeline */
  readonly submit?: readonly string[];
  /** What templates do, where manifests don't say it in the annotation `cdk8s-mlops/role`. */
  readonly roles?: Roles;
  /** Runs of the simulator for each workflow, after which it gives up. @default 50000 */
  readonly limit?: number;
  /** Told now and then how far it is. */
  readonly progress?: (name: string, plays: number, waiting: number) => void;
}

/**
 * Explores everything that can be started: how many scenarios were covered, what holds in all of them, what does not, and
 * what could not be decided.
 *
 * @throws PipelineError as {@link explore}
 * @example
 * ```ts no-check needs files
 * for (const { name, exploration } of verify(manifests)) console.log(name, printExploration(exploration));
 * ```
 * @public
 */
export function verify(
  manifests: Manifests,
  options: VerifyOptions = {},
): readonly { readonly name: string; readonly exploration: Exploration }[] {
  return jobsOf(manifests, options).map(({ name, explored, ...play }) => {
    const plan = compile(explored.manifests, explored.compile);
    return { name, exploration: explorePlan(plan, { ...explored.options, ...play }) };
  });
}

/**
 * The same on all cores. What is found does not depend on how many there are.
 *
 * @throws PipelineError as {@link explore}
 * @internal
 */
export async function verifyInParallel(
  manifests: Manifests,
  options: VerifyOptions = {},
): Promise<ReturnType<typeof verify>> {
  const file = join(__dirname, 'parallel', 'worker.js');
  // Sources that were not compiled, as in tests, have no such file.
  const workers = existsSync(file) ? Math.min(availableParallelism(), mostWorkers) : 1;
  const verified: ReturnType<typeof verify>[number][] = [];
  for (const { name, explored, ...play } of jobsOf(manifests, options))
    verified.push({ name, exploration: await exploreInParallel(explored, play, { workers, alone: 500, file }) });
  return verified;
}

/** More only wait for the one that counts. */
const mostWorkers = 8;

interface Job extends Pick<ExploreOptions, 'limit' | 'progress'> {
  readonly name: string;
  readonly explored: Explored;
}

function jobsOf(
  manifests: Manifests,
  { version = '4.0', tekton = '1.15', submit, roles, limit, progress }: VerifyOptions,
): readonly Job[] {
  return (submit ?? startable(manifests)).map((name) => ({
    name,
    explored: { manifests, compile: { version, tekton, submit: name }, options: roles === undefined ? {} : { roles } },
    ...(limit !== undefined && { limit }),
    ...(progress !== undefined && {
      progress: (plays: number, waiting: number) => progress(name, plays, waiting),
    }),
  }));
}

/** What a CronWorkflow starts is looked at by itself, unless there is nothing else. */
function startable(manifests: Manifests): readonly string[] {
  const { documents } = readManifests(manifests);
  const { library } = readLibrary(documents);
  const templates = [...library.templates.values()].filter(({ spec }) => spec.entrypoint !== undefined);
  const names = [
    ...library.workflows.flatMap(({ object }) => (object.metadata.name === undefined ? [] : [object.metadata.name])),
    ...templates.map(({ owner }) => owner.name),
  ];
  const crons = library.crons.flatMap(({ object }) => {
    const { name } = object.metadata;
    const own = object.spec.workflowSpec.workflowTemplateRef === undefined;
    return name !== undefined && own ? [name] : [];
  });
  return [...new Set([...names, ...crons, ...startablePipelines(readTektonLibrary(documents).library)])];
}
