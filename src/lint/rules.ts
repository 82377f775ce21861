import type { Rule, RuleText } from './rule';
import { missingField } from './structure/missing-field';
import { removedField } from './structure/removed-field';
import { unknownField } from './structure/unknown-field';
import { unknownKind } from './structure/unknown-kind';
import { wrongType } from './structure/wrong-type';
import { wrongValue } from './structure/wrong-value';
import { unknownSuppression } from './suppression/unknown';
import { unusedSuppression } from './suppression/unused';
import { suppressionWithoutReason } from './suppression/without-reason';

/**
 * The rules that look at manifests.
 *
 * @internal
 */
export const rules: readonly Rule[] = [unknownField, removedField, wrongType, missingField, wrongValue, unknownKind];

/** All that the lint can say, by code. 10xx comments · 11xx structure. @internal */
export const catalogue: readonly RuleText[] = [
  ...[unknownSuppression, suppressionWithoutReason, unusedSuppression],
  ...rules,
].toSorted((a, b) => (a.code < b.code ? -1 : 1));
