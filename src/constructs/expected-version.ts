import type { Param } from '../core/parameter/parameter';
import { text } from '../core/parameter/text';
import type { Input } from '../core/ref';
import type { CheckContext } from './check';

/** What the application has to answer with, or its pods have to show. @internal */
export interface ExpectedVersion {
  readonly value: Input<string>;
  /** The input of a step that is told of it. */
  readonly type: Param<string>;
}

/** @internal */
export function expectedVersion({
  environment,
  modelVersion,
  runId,
}: Pick<CheckContext, 'environment' | 'modelVersion' | 'runId'>): ExpectedVersion {
  // A candidate that was registered by hand has no run; the program says so.
  if (environment.proof.http?.names === 'run')
    return { value: runId, type: text({ pattern: /[A-Za-z0-9._:/@+=,-]*/ }) };
  return { value: environment.version(modelVersion), type: text({ pattern: /[A-Za-z0-9._:/@+=,-]+/ }) };
}
