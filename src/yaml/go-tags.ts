import type { ScalarTag, TagId, Tags } from 'yaml';
import { goScalar } from './go-scalar';

function implicit(tag: string, isOurs: (value: unknown) => boolean): ScalarTag {
  return {
    tag: `tag:yaml.org,2002:${tag}`,
    default: true,
    // `yaml` asks the tags in turn by this test; only the value of the text can tell.
    test: { test: (text: string) => isOurs(goScalar(text)) } as RegExp,
    resolve: (text) => goScalar(text),
  };
}

const IMPLICIT: readonly (ScalarTag | TagId)[] = [
  implicit('null', (value) => value === null),
  implicit('bool', (value) => typeof value === 'boolean'),
  implicit('int', Number.isInteger),
  implicit('float', (value) => typeof value === 'number'),
  'merge',
];

/**
 * Tags for `yaml` that read scalars as Go does, to be added to its schema `failsafe`.
 *
 * @internal
 */
export function goTags(tags: Tags): Tags {
  return [...tags, ...IMPLICIT];
}
