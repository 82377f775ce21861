import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { graphOf } from '../../core/builder/add-step';
import { checkProps } from '../../core/check-props';
import { PipelineError } from '../../core/error';
import type { PipelineGraph, ReferenceGraph } from '../../core/graph/unit-graph';
import { checkName } from '../../core/names';
import { type HasRequirements, type Requirement, requirements } from '../../core/requirement';
import { type After, type Fed, type Sequence, sequence } from '../../core/sequence';
import { type Unit, unitGraph, type unitTypes } from '../../core/unit';
import { emitAccounts, managed } from '../kubernetes/account';
import { checkDescription } from '../kubernetes/check-description';
import { emitFiles } from '../kubernetes/files';
import { namespaceOf } from '../kubernetes/namespace-of';
import { lower } from './lower/lower';
import { requirementsOf } from './requirements-of';
import { TektonPipeline } from './resources/pipeline';
import { TektonTask } from './resources/task';
import { runManifest, runTemplates } from './run-manifest';
import { checkTarget, type TektonTarget, targetName } from './target';

/** @public */
export interface PipelineProps<I, O> {
  /** What a run does. */
  readonly pipeline: Unit<I, O>;
  readonly engine: TektonTarget;
  /** What it is for, in a sentence or two: dashboards show it, and `RUNBOOK.md`. @default - nothing is said */
  readonly description?: string | undefined;
}

/**
 * Emits a pipeline as a Tekton `Pipeline` of its name and its `Task`s, with the account and the files its pods need.
 *
 * Accounts, nodes, claims and times are said by a run on Tekton, not by the Pipeline: the ConfigMap `<name>-run` has the
 * run to create.
 *
 * It is a unit: other pipelines on Tekton take it as a step, and its tasks are put into theirs.
 *
 * @throws NotPortableError with the construct's path for what Tekton can't do (`docs/portability.md`); PipelineError
 * MLP1304 for a deadline that is too short; MLP2102 for text that Tekton would replace.
 * @see https://tekton.dev/docs/pipelines/pipelines/
 * @example
 * ```ts
 * const chart = new Chart(new App(), 'release', { namespace: 'mlops' });
 * new Pipeline(chart, 'release', { pipeline: release, engine: tekton('1.15') });
 * ```
 * @public
 */
export class Pipeline<in I, O> extends Construct implements Sequence<I, O>, HasRequirements {
  readonly #engine: TektonTarget;
  declare readonly [unitTypes]?: Unit<I, O>[typeof unitTypes];
  readonly name: string;
  /** The emitted Pipeline, for JSON patches. */
  readonly apiObject: ApiObject;
  /** @internal */
  readonly [unitGraph]: ReferenceGraph;

  constructor(scope: Construct, id: string, props: PipelineProps<I, O>) {
    super(scope, id);
    const at = this.node.path;
    checkProps(props, ['pipeline', 'engine', 'description'], `Pipeline '${id}'`, at);
    const { engine } = props;
    this.#engine = engine;
    checkTarget(engine, `Pipeline '${id}'`, at);
    const graph = pipelineOf(props.pipeline, at);
    this.name = checkName(graph.name, 'a Pipeline', at);
    const { name } = this;
    const namespace = namespaceOf(this);
    const described = props.description === undefined ? {} : { description: checkDescription(props.description, at) };
    const lowered = lower(graph, { target: engine, account: name, namespace, at });
    this.apiObject = new TektonPipeline(this, 'Resource', {
      metadata: { name, labels: managed },
      spec: { ...described, ...lowered.spec },
    });
    for (const [task, { spec, annotations, programs }] of lowered.tasks) {
      const notes = Object.keys(annotations).length === 0 ? {} : { annotations };
      // Tekton hands the labels of a Task on to its pods.
      const labels = { ...programs[0].labels, ...managed };
      new TektonTask(this, task, { metadata: { name: task, labels, ...notes }, spec });
    }
    emitAccounts(this, name, namespace, lowered.own);
    emitFiles(this, namespace, lowered.programs);
    const run = { name, namespace, spec: lowered.run, inputs: graph.inputs };
    const manifest = k8s.KubeConfigMap.manifest({
      metadata: { name: `${name}-run`, namespace, labels: managed },
      data: { 'run.json': runManifest(run) },
    });
    new ApiObject(this, 'run', manifest);
    const reference: ReferenceGraph = {
      kind: 'reference',
      name,
      inputs: graph.inputs,
      outputs: graph.outputs,
      engine: 'tekton',
      target: targetName(engine),
      object: { name, namespace },
      unit: graph,
    };
    runTemplates.set(reference, run);
    this[unitGraph] = reference;
  }

  /** @internal */
  [requirements](): readonly Requirement[] {
    return requirementsOf(this.#engine, this[unitGraph].unit);
  }

  followedBy<I2, O2>(next: Unit<I2, O2> & Fed<I2, O>): Sequence<I, After<O, O2>> {
    return sequence<I, O>(this).followedBy(next);
  }
}

function pipelineOf(unit: unknown, at: string): PipelineGraph {
  const graph = graphOf(unit, at);
  if (graph.kind === 'pipeline') return graph;
  throw new PipelineError({
    code: 'MLP1109',
    message: `${graph.kind} '${graph.name}' can't be emitted as a Pipeline`,
    expected: 'a pipeline or a sequence',
    fix: `put it into one: pipeline('${graph.name}', {}, (p) => p.step(…))`,
    at,
  });
}
