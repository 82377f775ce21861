import type { Rule } from '../rule';
import { customTask } from './rules/custom-task';
import { featureOff } from './rules/feature-off';
import { matrix } from './rules/matrix';
import { mount } from './rules/mount';
import { nameMalformed } from './rules/name-malformed';
import { nameTwice } from './rules/name-twice';
import { objectName } from './rules/object-name';
import { onError } from './rules/on-error';
import { oneOf } from './rules/one-of';
import { outcomeRead } from './rules/outcome-read';
import { parameterMisuse } from './rules/parameter-misuse';
import { parameterType } from './rules/parameter-type';
import { reference } from './rules/reference';
import { result } from './rules/result';
import { runSetting } from './rules/run-setting';
import { stepAction } from './rules/step-action';
import { stepBody } from './rules/step-body';
import { stepOutput } from './rules/step-output';
import { taskOrder } from './rules/task-order';
import { timeouts } from './rules/timeouts';
import { undeclaredWorkspace } from './rules/undeclared-workspace';
import { unknownParameter } from './rules/unknown-parameter';
import { unknownVariable } from './rules/unknown-variable';
import { valueAsText } from './rules/value-as-text';
import { verificationPolicy } from './rules/verification-policy';
import { when } from './rules/when';
import { workspaceBinding } from './rules/workspace-binding';

/** What the webhook of Tekton Pipelines minds beyond single fields. @internal */
export const tektonRules: readonly Rule[] = [
  ...[objectName, nameMalformed, nameTwice, oneOf, reference, stepBody, mount, onError, undeclaredWorkspace],
  ...[parameterType, result, unknownParameter, parameterMisuse, unknownVariable, stepOutput, taskOrder, outcomeRead],
  ...[
    when,
    matrix,
    featureOff,
    customTask,
    timeouts,
    workspaceBinding,
    runSetting,
    stepAction,
    verificationPolicy,
    valueAsText,
  ],
];
