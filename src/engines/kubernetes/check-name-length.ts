import type { ApiObject } from 'cdk8s';
import { PipelineError } from '../../core/error';

/** Throws MLP2002 for an object whose name leaves no room for what Argo appends to it for a run. @internal */
export function checkNameLength(object: ApiObject, limit: number, why: string): void {
  const { name, kind } = object;
  if (name.length <= limit) return;
  throw new PipelineError({
    code: 'MLP2002',
    message: `${kind} '${name}' has a name of ${name.length} characters`,
    expected: `at most ${limit}, since ${why}`,
    actual: name,
    fix: `shorten it, for example to '${name.slice(0, limit).replace(/[^a-z0-9]+$/, '')}'`,
    at: object.node.path,
  });
}
