import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { PipelineError } from '../../core/error';
import { checkName } from '../../core/names';

/**
 * The namespace of a construct's chart. Accounts are bound by it, and objects that call each other share it: so it must be
 * known.
 *
 * @throws PipelineError MLP2008
 * @internal
 */
export function namespaceOf(construct: Construct): string {
  const { namespace, node } = Chart.of(construct);
  if (namespace !== undefined) return checkName(namespace, 'a namespace', construct.node.path);
  throw new PipelineError({
    code: 'MLP2008',
    message: `chart '${node.path}' has no namespace`,
    fix: `new Chart(app, '${node.id}', { namespace: 'mlops' })`,
    at: construct.node.path,
  });
}
