import { show } from '../core/check-value';
import { PipelineError } from '../core/error';
import { suggest } from '../core/suggest';
import type { ArgoVersion } from '../engines/argo/target';
import type { CronWorkflow, Workflow } from '../schemas/argo/types';
import type { Finding } from './finding';
import { leafNames } from './plan/leaf-names';
import { type Library, readLibrary } from './plan/library';
import { type Manifests, readManifests } from './plan/manifests';
import { planWorkflow, type WorkflowPlan } from './plan/workflow-plan';
import { chooseRuns, startableRuns, type TektonPlan, tektonLeafNames } from './tekton/compile-tekton';
import { readTektonLibrary } from './tekton/plan/library';
import type { SimulatedTekton } from './tekton/run/world';

/**
 * What is taken from the manifests.
 *
 * @public
 */
export interface CompileOptions {
  /** Argo's version: the last patch of 3.7 or 4.0. @default '4.0' */
  readonly version?: ArgoVersion;
  /** Tekton's version. @default '1.15' */
  readonly tekton?: SimulatedTekton;
  /**
   * Name of the Workflow, WorkflowTemplate, ClusterWorkflowTemplate or CronWorkflow to start, the first of these kinds that
   * has it; `CronWorkflow/nightly` is the schedule where a template has the same name. Of Tekton, of the Pipeline,
   * PipelineRun, TaskRun or CronJob. @default - all Workflows, else the only object that has an entrypoint; of Tekton all
   * PipelineRuns and TaskRuns, else the only Pipeline
   */
  readonly submit?: string;
}

/**
 * Manifests that can be played any number of times.
 *
 * @public
 */
export interface SimulationPlan {
  readonly version: ArgoVersion;
  readonly findings: readonly Finding[];
  /** Something is so wrong that nothing can be played; the findings say what. */
  readonly failed: boolean;
  /** @internal */
  readonly workflows: readonly WorkflowPlan[];
  /** @internal */
  readonly cron: CronPlan | undefined;
  /** What is started is Tekton's. @internal */
  readonly tekton: TektonPlan | undefined;
  /** Names of all steps that a scenario can name. */
  leafNames(): readonly string[];
}

/** A CronWorkflow and what it starts. @internal */
export interface CronPlan {
  readonly object: CronWorkflow;
  readonly namespace: string;
  readonly workflow: WorkflowPlan;
  /** The workflow of one tick, with a name of its own. */
  workflowAt(time: number): WorkflowPlan;
}

/**
 * Reads manifests once for many simulations. What is wrong with them is in the findings.
 *
 * @throws PipelineError MLP5202 for a `submit` that is not among the manifests, or where it is needed and not there.
 * @public
 */
export function compile(
  manifests: Manifests,
  { version = '4.0', tekton: tektonVersion = '1.15', submit }: CompileOptions = {},
): SimulationPlan {
  const { documents, findings: unread } = readManifests(manifests);
  const { library, findings: odd } = readLibrary(documents);
  const { library: ofTekton, findings: oddToo } = readTektonLibrary(documents);
  const findings = [...unread, ...odd, ...oddToo];
  const failed = findings.some(({ severity }) => severity === 'error');
  const nothing = { workflows: [], cron: undefined, tekton: undefined };
  if (failed) return { version, findings, failed, ...nothing, leafNames: () => [] };
  const tekton = isArgos(library, submit) ? undefined : chooseRuns(ofTekton, tektonVersion, submit);
  if (tekton !== undefined) {
    const leaves = tektonLeafNames(tekton);
    return { version, findings, failed, ...nothing, tekton, leafNames: () => leaves };
  }
  const chosen = choose(library, submit, startableRuns(ofTekton));
  const planned = chosen.workflows.map(({ object, namespace, found }) => {
    const { plan, problem } = planWorkflow(library, object, namespace);
    if (problem !== undefined) findings.push(found('error', ['spec', 'workflowTemplateRef'], problem));
    findings.push(...missingEntrypoint(plan, found));
    return plan;
  });
  const cron = chosen.cron === undefined ? undefined : cronPlan(library, chosen.cron);
  let names: readonly string[] | undefined;
  return {
    version,
    findings,
    failed: findings.some(({ severity }) => severity === 'error'),
    workflows: planned,
    cron,
    tekton: undefined,
    leafNames: () => {
      names ??= [...new Set([...planned, ...(cron === undefined ? [] : [cron.workflow])].flatMap(leafNames))];
      return names;
    },
  };
}

/** Where manifests have things of both engines, a name of Argo's comes first. */
function isArgos({ workflows, templates, crons }: Library, submit: string | undefined): boolean {
  if (submit === undefined) return workflows.length + templates.size + crons.length > 0;
  return (
    [...workflows, ...crons].some(({ object }) => object.metadata.name === submit) ||
    [...templates.values()].some(({ owner }) => owner.name === submit)
  );
}

interface Chosen {
  readonly object: Workflow;
  readonly namespace: string;
  readonly found: (severity: Finding['severity'], path: readonly (string | number)[], message: string) => Finding;
}

function choose(
  library: Library,
  submit: string | undefined,
  others: readonly string[],
): { readonly workflows: readonly Chosen[]; readonly cron?: CronWorkflow } {
  const workflows = library.workflows.map(({ object, document }) => ({
    object,
    namespace: document.namespace,
    found: document.finding,
  }));
  const startable = [...library.templates.values()].filter(({ spec }) => spec.entrypoint !== undefined);
  if (submit === undefined) {
    if (workflows.length > 0) return { workflows };
    if (startable.length === 1 && startable[0] !== undefined) return { workflows: [submitted(startable[0])] };
    const [cron, ...others] = library.crons;
    if (startable.length === 0 && cron !== undefined && others.length === 0)
      return { workflows: [], cron: cron.object };
    const names = startable.map(({ owner }) => owner.name);
    throw new PipelineError({
      code: 'MLP5202',
      message:
        names.length === 0
          ? 'the manifests have nothing to start'
          : `the manifests have ${names.length} templates to start`,
      expected:
        names.length === 0
          ? 'a Workflow, or a WorkflowTemplate with an entrypoint; a PipelineRun or a Pipeline'
          : `submit: one of ${names.map(show).join(', ')}`,
    });
  }
  const cronName = /^cronworkflow\/(.*)$/i.exec(submit)?.[1];
  if (cronName !== undefined) {
    const cron = library.crons.find(({ object }) => object.metadata.name === cronName);
    if (cron !== undefined) return { workflows: [], cron: cron.object };
  }
  const workflow = workflows.find(({ object }) => object.metadata.name === submit);
  if (workflow !== undefined) return { workflows: [workflow] };
  const template = [...library.templates.values()].find(({ owner }) => owner.name === submit);
  if (template !== undefined) return { workflows: [submitted(template)] };
  const cron = library.crons.find(({ object }) => object.metadata.name === submit);
  if (cron !== undefined) return { workflows: [], cron: cron.object };
  const known = [
    ...[...library.templates.values()].map(({ owner }) => owner.name),
    ...[...library.workflows, ...library.crons].map(({ object }) => object.metadata.name ?? ''),
    ...others,
  ];
  const meant = suggest(submit, known);
  throw new PipelineError({
    code: 'MLP5202',
    message: `there is no ${show(submit)} among the manifests`,
    actual: submit,
    ...(meant !== undefined && { fix: `'${meant}'` }),
  });
}

/** A workflow as `argo submit --from` makes it. */
function submitted({
  owner,
  spec,
  document,
}: Library['templates'] extends ReadonlyMap<string, infer T> ? T : never): Chosen {
  const labels = (spec.workflowMetadata?.labels ?? {}) as Record<string, string>;
  return {
    object: {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      metadata: { name: owner.name, labels },
      spec: { workflowTemplateRef: { name: owner.name, ...(owner.scope === 'cluster' && { clusterScope: true }) } },
    },
    namespace: document.namespace,
    found: document.finding,
  };
}

function missingEntrypoint(plan: WorkflowPlan, found: Chosen['found']): readonly Finding[] {
  const { entrypoint } = plan.spec;
  if (entrypoint === undefined) return [found('error', ['spec'], 'spec.entrypoint is required')];
  if (entrypoint.includes('{{') || plan.owner.templates.has(entrypoint)) return [];
  const meant = suggest(entrypoint, [...plan.owner.templates.keys()]);
  return [
    found(
      'error',
      ['spec', 'entrypoint'],
      `template '${entrypoint}' is not defined${meant === undefined ? '' : `: '${meant}'?`}`,
    ),
  ];
}

function cronPlan(library: Library, object: CronWorkflow): CronPlan {
  const namespace = String(object.metadata.namespace ?? '');
  const name = object.metadata.name ?? 'cron';
  const workflowOf = (own: string, annotations: Record<string, string>): WorkflowPlan => {
    const metadata = {
      name: own,
      labels: { ...object.spec.workflowMetadata?.labels, 'workflows.argoproj.io/cron-workflow': name },
      annotations: { ...object.spec.workflowMetadata?.annotations, ...annotations },
    };
    const workflow: Workflow = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      metadata,
      spec: object.spec.workflowSpec,
    };
    return planWorkflow(library, workflow, namespace).plan;
  };
  return {
    object,
    namespace,
    workflow: workflowOf(name, {}),
    workflowAt: (time) =>
      workflowOf(`${name}-${Math.floor(time / 1_000)}`, {
        'workflows.argoproj.io/scheduled-time': `${new Date(time).toISOString().slice(0, 19)}Z`,
      }),
  };
}
