import { PipelineError } from '../../core/error';
import { suggest } from '../../core/suggest';
import { aliasAfterRollout } from './properties/alias-after-rollout';
import { candidateDecided } from './properties/candidate-decided';
import { changesUnderLock } from './properties/changes-under-lock';
import { endsInTime } from './properties/ends-in-time';
import { failureEndsRed } from './properties/failure-ends-red';
import { neverBoth } from './properties/never-both';
import { nothingStuck } from './properties/nothing-stuck';
import { passBeforePromotion } from './properties/pass-before-promotion';
import type { Property, PropertyName } from './property';

/** In the order in which they are told. */
const properties: readonly Property[] = [
  passBeforePromotion,
  neverBoth,
  aliasAfterRollout,
  changesUnderLock,
  candidateDecided,
  failureEndsRed,
  nothingStuck,
  endsInTime,
];

/**
 * Those that were asked for, in the order in which they are told.
 *
 * @throws PipelineError MLP5207 for a name that there is not
 * @internal
 */
export function propertiesOf(names: readonly PropertyName[] | undefined): readonly Property[] {
  if (names === undefined) return properties;
  const known = properties.map(({ name }) => name);
  for (const name of names) {
    if (known.includes(name)) continue;
    const meant = suggest(name, known);
    throw new PipelineError({
      code: 'MLP5207',
      message: `'${name}' is no property that can be proved`,
      expected: `one of ${known.join(', ')}`,
      ...(meant !== undefined && { fix: `'${meant}'` }),
    });
  }
  return properties.filter(({ name }) => names.includes(name));
}
