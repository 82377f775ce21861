import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { graphOf } from '../core/builder/add-step';
import { PipelineError } from '../core/error';
import type { ReferenceGraph } from '../core/graph/unit-graph';
import { renamed } from '../core/sequence';
import { type Unit, unitGraph } from '../core/unit';
import { type EngineTarget, emitter } from '../engines/kubernetes/engine';

/**
 * The object that runs are started from: the unit's own, or one made for a sequence, of the construct's id.
 *
 * @throws PipelineError MLP2003, MLP2006 unless it is of the same engine and namespace; MLP1109 for what can't be started.
 * @internal
 */
export function emittedRun(
  scope: Construct,
  run: Unit<never, unknown>,
  engine: EngineTarget,
  { starter, description }: { readonly starter: string; readonly description: string },
): ReferenceGraph {
  const { id, path: at } = scope.node;
  const graph = graphOf(run, at);
  if (graph.kind === 'pipeline') {
    const unit = { name: id, [unitGraph]: renamed(graph, id) };
    return engine[emitter].emitUnit(engine, scope, 'Template', { description, pipeline: unit })[unitGraph];
  }
  if (graph.kind === 'reference') {
    if (graph.engine !== engine.engine) {
      throw new PipelineError({
        code: 'MLP2003',
        message: `'${graph.name}' is emitted for ${graph.target}, its ${starter} for ${engine.engine}`,
        expected: 'one engine for both',
        at,
      });
    }
    const { namespace } = Chart.of(scope);
    if (graph.object.namespace === namespace) return graph;
    throw new PipelineError({
      code: 'MLP2006',
      message: `'${graph.name}' is in namespace '${graph.object.namespace ?? '(none)'}', its ${starter} in '${namespace ?? '(none)'}'`,
      expected: 'one namespace',
      at,
    });
  }
  throw new PipelineError({
    code: 'MLP1109',
    message: `${graph.kind} '${graph.name}' can't be started by a ${starter}`,
    expected: 'a pipeline, a construct that is a unit, or several with followedBy',
    at,
  });
}
