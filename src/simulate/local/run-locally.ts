import { join, resolve } from 'node:path';
import { PipelineError } from '../../core/error';
import type { ArgoVersion } from '../../engines/argo/target';
import { compile } from '../compile';
import type { Finding } from '../finding';
import type { Simulation } from '../result';
import { checkScenario } from '../scenario/check-scenario';
import type { Leaf } from '../scenario/executor';
import type { Outcome } from '../scenario/outcome';
import { namedAnswersOf, type Scenario } from '../scenario/scenario';
import { playAlongside } from '../simulate';
import { startLocalCluster } from './cluster/local-cluster';
import type { KubeObject } from './cluster/objects';
import { type LocalGitOps, startLocalGitOps } from './gitops/local-gitops';
import type { HostAddress } from './hosts';
import { ownProgram } from './own-program';
import { LocalProblem } from './problem';
import { runProgram } from './run-program';
import { sourcesOf } from './sources';
import { startedFrom } from './started-from';
import { takeStateFolder } from './state-folder';

/** What is run on this machine. @internal */
export interface LocalRun {
  readonly manifests: readonly KubeObject[];
  /** Name of the WorkflowTemplate, Workflow or CronWorkflow to start. */
  readonly entry: string | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  /** What becomes of steps that are not run here, and of those that it names. */
  readonly scenario: Scenario;
  /** Secrets and ConfigMaps that are not among the manifests. */
  readonly secrets: readonly KubeObject[];
  readonly hosts: readonly HostAddress[];
  /** The folder that is left for the next run. */
  readonly state: string;
  readonly version: ArgoVersion;
  /** Ends all programs. */
  readonly stop: AbortSignal;
  readonly told: LocalEvents;
}

/** Who said how a step ended: `sample` where it is neither ours nor in the scenario, and ends well. @internal */
export type AnsweredBy = 'program' | 'scenario' | 'sample';

/** What is told while it runs. @internal */
export interface LocalEvents {
  readonly line: (leaf: Leaf, text: string) => void;
  readonly ended: (leaf: Leaf, outcome: Outcome, by: AnsweredBy) => void;
}

/**
 * Plays a run with our own programs as processes of this machine, and everything else answered by a scenario.
 *
 * Programs find a small Kubernetes API on loopback, and git in the place of the servers that they know; both stay in a folder:
 * the record of a release is there in the next run. What this machine lacks is a finding, and the step ends as an error.
 *
 * Throws a `LocalProblem` if the folder can't be used.
 *
 * @throws PipelineError MLP5201 for a step that no run can have; MLP5202 for an entry that is not among the manifests, or a
 * pipeline of Tekton.
 * @internal
 */
export async function runLocally(run: LocalRun): Promise<Simulation> {
  const state = resolve(run.state);
  const giveBack = takeStateFolder(state);
  try {
    const gitOps = await startLocalGitOps(join(state, 'git'), run.manifests, run.hosts);
    try {
      return await playIn(state, run, gitOps);
    } finally {
      await gitOps.close();
    }
  } finally {
    giveBack();
  }
}

async function playIn(state: string, run: LocalRun, gitOps: LocalGitOps): Promise<Simulation> {
  const { scenario, stop, told } = run;
  const { manifests, submit } = startedFrom(run.manifests, run.entry);
  const plan = compile(manifests, { version: run.version, ...(submit !== undefined && { submit }) });
  if (plan.tekton !== undefined) {
    throw new PipelineError({
      code: 'MLP5202',
      message: 'programs of a pipeline of Tekton are not run on this machine',
      fix: "the same definition as a WorkflowTemplate of Argo, or 'simulate', which runs nothing",
    });
  }
  checkScenario(scenario, plan.leafNames());
  const answer = namedAnswersOf(scenario);
  const cluster = await startLocalCluster(join(state, 'objects'), run.manifests, gitOps.follow);
  const ending = new AbortController();
  const running = new Set<Promise<unknown>>();
  const place = {
    ...run,
    stop: AbortSignal.any([stop, ending.signal]),
    cluster,
    hosts: [...run.hosts, ...gitOps.hosts],
    certificates: gitOps.certificates,
    claims: join(state, 'claims'),
    sources: sourcesOf([...run.secrets, ...run.manifests]),
    line: told.line,
  };
  const findings: Finding[] = [];
  const outcomeOf = async (leaf: Leaf): Promise<{ outcome: Outcome; by: AnsweredBy }> => {
    if (stop.aborted) return { outcome: interrupted, by: 'program' };
    const scripted = answer(leaf);
    if (scripted !== undefined) return { outcome: scripted, by: 'scenario' };
    const template = leaf.manifest();
    const program = ownProgram(template);
    if (program === undefined) return { outcome: { kind: 'ended' }, by: 'sample' };
    try {
      const outcome = await runProgram(leaf, template, program, place);
      return { outcome, by: 'program' };
    } catch (problem) {
      if (!(problem instanceof LocalProblem)) throw problem;
      findings.push({ severity: 'error', message: `${leaf.path || leaf.name}: ${problem.message}` });
      return { outcome: { kind: 'error', message: problem.message, takes: 0 }, by: 'program' };
    }
  };
  try {
    const played = await playAlongside(
      plan,
      async (leaf) => {
        const ended = outcomeOf(leaf);
        running.add(ended);
        const { outcome, by } = await ended.finally(() => running.delete(ended));
        told.ended(leaf, outcome, by);
        return outcome;
      },
      { start: new Date(), arguments: run.parameters },
    );
    return { ...played, findings: [...played.findings, ...findings] };
  } finally {
    // The run may be over before all of its steps are.
    ending.abort();
    await Promise.allSettled(running);
    await cluster.close();
  }
}

const interrupted: Outcome = { kind: 'error', message: 'interrupted', takes: 0 };
