import { malformedCondition } from './argo/conditions/malformed-condition';
import { malformedExpression } from './argo/conditions/malformed-expression';
import { unquotedOperand } from './argo/conditions/unquoted-operand';
import { argumentOutsideEnum } from './argo/parity/argument-outside-enum';
import { argumentValueFrom } from './argo/parity/argument-value-from';
import { argumentWithoutValue } from './argo/parity/argument-without-value';
import { artifactFromNowhere } from './argo/parity/artifact-from-nowhere';
import { artifactStore } from './argo/parity/artifact-store';
import { containerSet } from './argo/parity/container-set';
import { cronSchedule } from './argo/parity/cron-schedule';
import { dagOrder } from './argo/parity/dag-order';
import { deadline } from './argo/parity/deadline';
import { depends } from './argo/parity/depends';
import { hookWithoutExpression } from './argo/parity/hook-without-expression';
import { imageMissing } from './argo/parity/image-missing';
import { inputArtifact } from './argo/parity/input-artifact';
import { inputNotSupplied } from './argo/parity/input-not-supplied';
import { loop } from './argo/parity/loop';
import { metric } from './argo/parity/metric';
import { missingDependency } from './argo/parity/missing-dependency';
import { mountCollision } from './argo/parity/mount-collision';
import { nameMalformed } from './argo/parity/name-malformed';
import { nameMissing } from './argo/parity/name-missing';
import { nameNotUnique } from './argo/parity/name-not-unique';
import { nameTooLong } from './argo/parity/name-too-long';
import { noEntrypoint } from './argo/parity/no-entrypoint';
import { onlyEngineReads } from './argo/parity/only-engine-reads';
import { outputValue } from './argo/parity/output-value';
import { parallelismOfLeaf } from './argo/parity/parallelism-of-leaf';
import { podSelector } from './argo/parity/pod-selector';
import { resourceAction } from './argo/parity/resource-action';
import { templateType } from './argo/parity/template-type';
import { templatesBesideReference } from './argo/parity/templates-beside-reference';
import { timeout } from './argo/parity/timeout';
import { unclosedTag } from './argo/parity/unclosed-tag';
import { unknownTemplate } from './argo/parity/unknown-template';
import { unresolvedName } from './argo/parity/unresolved-name';
import { siblingRead } from './argo/references/sibling-read';
import { twoCrons } from './argo/references/two-crons';
import { unknownArgument } from './argo/references/unknown-argument';
import { deadlineDoesNotFit } from './argo/runs/deadline-does-not-fit';
import { outputMayBeMissing } from './argo/runs/output-may-be-missing';
import { retryForEver } from './argo/runs/retry-for-ever';
import { textIntoProgram } from './argo/runs/text-into-program';
import { beyondTheEngines } from './beyond-the-engines';
import { failureUnseen } from './delivery/failure-unseen';
import { loadWithoutLimits } from './delivery/load-without-limits';
import { noOtherArm } from './delivery/no-other-arm';
import { testCannotFail } from './delivery/test-cannot-fail';
import { verdictFromStdout } from './delivery/verdict-from-stdout';
import { eventsRules } from './events/rules';
import { sensorDependency } from './events/sensor-dependency';
import { sensorDestination } from './events/sensor-destination';
import { kserveRules } from './kserve/rules';
import { objectMetadata } from './objects/object-metadata';
import { objectName } from './objects/object-name';
import { sameObjectTwice } from './objects/same-object-twice';
import { ownPodAddress } from './pods/own-pod-address';
import { secretInText } from './pods/secret-in-text';
import { unpinnedImage } from './pods/unpinned-image';
import { accountWithoutNamespace } from './rights/account-without-namespace';
import type { Rule, RuleText } from './rule';
import { missingField } from './structure/missing-field';
import { removedField } from './structure/removed-field';
import { removedVersion } from './structure/removed-version';
import { takenAsEmpty } from './structure/taken-as-empty';
import { unknownField } from './structure/unknown-field';
import { unknownKind } from './structure/unknown-kind';
import { wrongType } from './structure/wrong-type';
import { wrongValue } from './structure/wrong-value';
import { unknownSuppression } from './suppression/unknown';
import { unusedSuppression } from './suppression/unused';
import { suppressionWithoutReason } from './suppression/without-reason';
import { tektonRules } from './tekton/rules';
import { triggersRules } from './triggers/rules';

/**
 * The rules that look at manifests.
 *
 * @internal
 */
export const rules: readonly Rule[] = [
  ...[
    unknownField,
    removedField,
    wrongType,
    missingField,
    wrongValue,
    unknownKind,
    removedVersion,
    takenAsEmpty,
    objectName,
    objectMetadata,
    accountWithoutNamespace,
  ],
  ...[
    nameTooLong,
    templatesBesideReference,
    nameMissing,
    nameMalformed,
    nameNotUnique,
    noEntrypoint,
    hookWithoutExpression,
    argumentWithoutValue,
    argumentValueFrom,
    argumentOutsideEnum,
    artifactFromNowhere,
    unknownTemplate,
    templateType,
    inputArtifact,
    inputNotSupplied,
    unclosedTag,
    timeout,
    metric,
    unresolvedName,
    mountCollision,
    imageMissing,
    containerSet,
    resourceAction,
    deadline,
    parallelismOfLeaf,
    outputValue,
    loop,
    dagOrder,
    depends,
    missingDependency,
    cronSchedule,
    artifactStore,
    podSelector,
    onlyEngineReads,
  ],
  ...[sameObjectTwice, unknownArgument, siblingRead, twoCrons, sensorDependency, sensorDestination],
  ...[malformedCondition, unquotedOperand, malformedExpression],
  ...[outputMayBeMissing, textIntoProgram, retryForEver, deadlineDoesNotFit],
  ...[...tektonRules, ...triggersRules, ...eventsRules, ...kserveRules],
  ...[unpinnedImage, secretInText, ownPodAddress],
  ...[failureUnseen, testCannotFail, verdictFromStdout, noOtherArm, loadWithoutLimits],
  ...beyondTheEngines,
];

/**
 * All that the lint can say, by code.
 *
 * 10xx comments · 11xx structure · 13xx Tekton, as its validation · 14xx Tekton Triggers · 15xx Argo Events · 16xx KServe ·
 * 20xx Argo, as its validation · 21xx references · 22xx conditions and expressions · 23xx when it runs · 25xx Tekton across files ·
 * 26xx accounts · 30xx pods · 40xx delivery
 *
 * @internal
 */
export const catalogue: readonly RuleText[] = [
  ...[unknownSuppression, suppressionWithoutReason, unusedSuppression],
  ...rules,
].toSorted((a, b) => (a.code < b.code ? -1 : 1));
