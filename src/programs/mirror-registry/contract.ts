import type { Outcome } from '../action';
import { optional, required, type Variable } from '../environment';
import { InputError } from '../input-error';
import { isRecord } from '../json-value';
import { aliasName, versionNumber } from '../mlflow/names';
import { trackingContract } from '../mlflow/tracking-server';
import { decimal, json, matching } from '../parse';

/** What mirror-registry ends with; only the first two go on. @internal */
export const outcomes = ['mirrored', 'unchanged', 'refused', 'error'] as const;

/** @internal */
export type MirrorOutcome = Outcome<(typeof outcomes)[number]>;

/** The tags that a version of the model has to have, `null` for one that it must not have. @internal */
export interface VersionTags {
  readonly version: string;
  readonly tags: Readonly<Record<string, string | null>>;
}

/** Says it outright, so that an output which came out empty removes no alias. */
const noVersion = 'none';

/**
 * The env variables of mirror-registry.
 *
 * @internal
 */
export const contract: {
  readonly tracking: typeof trackingContract;
  readonly deadline: Variable<number>;
  readonly alias: Variable<string>;
  readonly version: Variable<string | undefined>;
  readonly tags: Variable<readonly VersionTags[]>;
} = {
  tracking: trackingContract,
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 86_400)),
  alias: required('ALIAS', aliasName),
  version: required('MODEL_VERSION', (text) => (text === noVersion ? undefined : versionNumber(text))),
  tags: optional('TAGS', versionTags, []),
};

const environment = '[a-z][-a-z0-9]{0,62}';
// Ours only: whatever else a version is tagged with belongs to somebody else.
const tagKey = matching(
  new RegExp(`^((gate|rejected)\\.${environment}|deploy\\.${environment}\\.digest)$`),
  'gate.<environment>, rejected.<environment> or deploy.<environment>.digest',
);
const tagValue = matching(/^[A-Za-z0-9._:/@+=,-]{1,500}$/, 'letters, digits and ._:/@+=,-');

function versionTags(text: string): readonly VersionTags[] {
  const list = json(text);
  if (!Array.isArray(list)) throw new InputError('expected a list of { version, tags }');
  const read = list.map((entry: unknown): VersionTags => {
    const { version, tags, ...unknown } = isRecord(entry) ? entry : {};
    if (typeof version !== 'string' || !isRecord(tags) || Object.keys(unknown).length > 0)
      throw new InputError('expected a list of { version, tags }');
    for (const [key, value] of Object.entries(tags)) {
      tagKey(key);
      if (value !== null) tagValue(typeof value === 'string' ? value : '');
    }
    return { version: versionNumber(version), tags: tags as VersionTags['tags'] };
  });
  const versions = read.map(({ version }) => version);
  if (new Set(versions).size < versions.length) throw new InputError('names a version twice');
  return read;
}
