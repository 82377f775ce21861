import type { ApiObject } from 'cdk8s';
import type { k8s } from 'cdk8s-plus-28';
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
import { descriptionAnnotation } from './description-annotation';
import { lower } from './lower/lower';
import { requirementsOf } from './requirements-of';
import { ArgoWorkflowTemplate } from './resources/workflow-template';
import { emitQueueSizes } from './side/queue-sizes';
import { type ArgoTarget, checkTarget, targetName } from './target';

/** @public */
export interface WorkflowTemplateProps<I, O> {
  /** What a run does. */
  readonly pipeline: Unit<I, O>;
  readonly engine: ArgoTarget;
  /** What it is for, in a sentence or two: Argo's user interface shows it, and `RUNBOOK.md`. @default - nothing is said */
  readonly description?: string | undefined;
}

/**
 * Emits a pipeline as an Argo `WorkflowTemplate` of its name, with the account and the files its pods need.
 *
 * It is a unit: runs are started from it by hand, by a schedule or by an event, and other pipelines call it as a step.
 *
 * @throws PipelineError with the construct's path: MLP1304 a deadline that is too short; MLP20xx what Argo can't do.
 * @see https://argo-workflows.readthedocs.io/en/latest/workflow-templates/
 * @example
 * ```ts
 * const chart = new Chart(new App(), 'release', { namespace: 'mlops' });
 * new WorkflowTemplate(chart, 'release', { pipeline: release, engine: argo('4.0') });
 * ```
 * @public
 */
export class WorkflowTemplate<in I, O> extends Construct implements Sequence<I, O>, HasRequirements {
  readonly #engine: ArgoTarget;
  declare readonly [unitTypes]?: Unit<I, O>[typeof unitTypes];
  readonly name: string;
  /** The emitted object, for JSON patches. */
  readonly apiObject: ApiObject;
  /** @internal */
  readonly [unitGraph]: ReferenceGraph;

  constructor(scope: Construct, id: string, props: WorkflowTemplateProps<I, O>) {
    super(scope, id);
    const at = this.node.path;
    checkProps(props, ['pipeline', 'engine', 'description'], `WorkflowTemplate '${id}'`, at);
    const { engine } = props;
    this.#engine = engine;
    checkTarget(engine, `WorkflowTemplate '${id}'`, at);
    const graph = pipelineOf(props.pipeline, at);
    this.name = checkName(graph.name, 'a WorkflowTemplate', at);
    const namespace = namespaceOf(this);
    const lowered = lower(graph, { target: engine, account: this.name, namespace, at });
    this.apiObject = new ArgoWorkflowTemplate(this, 'Resource', {
      metadata: {
        name: this.name,
        labels: managed,
        ...(props.description === undefined
          ? {}
          : { annotations: { [descriptionAnnotation]: checkDescription(props.description, at) } }),
      },
      spec: lowered.spec,
    });
    emitAccounts(this, this.name, namespace, lowered.tasks, [reportOutputs]);
    emitFiles(this, namespace, lowered.tasks);
    emitQueueSizes(this, namespace, lowered.queues);
    this[unitGraph] = {
      kind: 'reference',
      name: this.name,
      inputs: graph.inputs,
      outputs: graph.outputs,
      engine: 'argo',
      target: targetName(engine),
      object: { name: this.name, namespace },
      unit: graph,
    };
  }

  /** @internal */
  [requirements](): readonly Requirement[] {
    return requirementsOf(this.#engine, this[unitGraph].unit);
  }

  followedBy<I2, O2>(next: Unit<I2, O2> & Fed<I2, O>): Sequence<I, After<O, O2>> {
    return sequence<I, O>(this).followedBy(next);
  }
}

/** How the executor of every pod tells the controller of its outputs. */
const reportOutputs: k8s.PolicyRule = {
  apiGroups: ['argoproj.io'],
  resources: ['workflowtaskresults'],
  verbs: ['create', 'patch'],
};

function pipelineOf(unit: unknown, at: string): PipelineGraph {
  const graph = graphOf(unit, at);
  if (graph.kind === 'pipeline') return graph;
  throw new PipelineError({
    code: 'MLP1109',
    message: `${graph.kind} '${graph.name}' can't be emitted as a WorkflowTemplate`,
    expected: 'a pipeline or a sequence',
    fix: `put it into one: pipeline('${graph.name}', {}, (p) => p.step(…))`,
    at,
  });
}
