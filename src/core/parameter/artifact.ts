import { checkPath } from '../container/path';
import { type Artifact, type Param, param } from './parameter';

/**
 * A file or folder passed from step to step through the artifact store of the engine.
 *
 * @param path - where the step writes it (as an output) or finds it (as an input); absolute
 * @throws PipelineError MLP1205 if the path is not absolute or climbs with `..`.
 * @example
 * ```ts
 * const outputs = { model: artifact('/work/model.pt') };
 * ```
 * @public
 */
export function artifact(path: string): Param<Artifact, false> {
  return param({ kind: 'artifact', path: checkPath(path, 'an artifact') });
}
