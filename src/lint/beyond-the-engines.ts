import { unknownWorkflowArgument } from './argo/references/unknown-workflow-argument';
import { unusedTemplate } from './argo/references/unused-template';
import { approvalBlocksCron } from './argo/runs/approval-blocks-cron';
import { sumDoesNotFit } from './argo/runs/sum-does-not-fit';
import { waitWithoutEnd } from './argo/runs/wait-without-end';
import { changeWithoutLock } from './delivery/change-without-lock';
import { deadArm } from './delivery/dead-arm';
import { defaultThatPasses } from './delivery/default-that-passes';
import { exitThenBranch } from './delivery/exit-then-branch';
import { misreadReport } from './delivery/misread-report';
import { missingCountsAsGood } from './delivery/missing-counts-as-good';
import { noFailEdge } from './delivery/no-fail-edge';
import { onePodForAll } from './delivery/one-pod-for-all';
import { phaseForHealth } from './delivery/phase-for-health';
import { promoteOnNotFail } from './delivery/promote-on-not-fail';
import { promoteWithoutPass } from './delivery/promote-without-pass';
import { startedNotWaited } from './delivery/started-not-waited';
import { verdictFromExitCode } from './delivery/verdict-from-exit-code';
import { versionBySubstring } from './delivery/version-by-substring';
import { versionMinusOne } from './delivery/version-minus-one';
import { bracketInKey } from './events/bracket-in-key';
import { eventSourceNotHere } from './events/event-source-not-here';
import { otherParameter } from './events/other-parameter';
import { triggerNotHere } from './events/trigger-not-here';
import { keyNotThere } from './objects/key-not-there';
import { objectNotHere } from './objects/object-not-here';
import { tooLarge } from './objects/too-large';
import { knownBadImage } from './pods/known-bad-image';
import { ownPodParameter } from './pods/own-pod-parameter';
import { refusedPod } from './pods/refused-pod';
import { restrictedPod } from './pods/restricted-pod';
import { secretInParameter } from './pods/secret-in-parameter';
import { unsafePod } from './pods/unsafe-pod';
import { embeddedManifest } from './programs/embedded-manifest';
import { generatedNameApplied } from './programs/generated-name-applied';
import { jobFromNoCron } from './programs/job-from-no-cron';
import { waitDoesNotFit } from './programs/wait-does-not-fit';
import { allSecrets } from './rights/all-secrets';
import { bindingToNothing } from './rights/binding-to-nothing';
import { clusterAdmin } from './rights/cluster-admin';
import { clusterKindInRole } from './rights/cluster-kind-in-role';
import { commandRightMissing } from './rights/command-right-missing';
import { executorRightMissing } from './rights/executor-right-missing';
import { resourceOfOtherGroup } from './rights/resource-of-other-group';
import { rightMissing } from './rights/right-missing';
import { wildcardRight } from './rights/wildcard';
import type { Rule } from './rule';
import { graphStepLeadsNowhere } from './serving/graph-step-leads-nowhere';
import { movingModel } from './serving/moving-model';
import { routeCondition } from './serving/route-condition';
import { runtimeDoesNotFit } from './serving/runtime-does-not-fit';
import { runtimeNotHere } from './serving/runtime-not-here';
import { serviceNotHere } from './serving/service-not-here';
import { armsNeverJoin } from './tekton/across/arms-never-join';
import { finalNeedsResult } from './tekton/across/final-needs-result';
import { foreignVariable } from './tekton/across/foreign-variable';
import { paramNotGiven } from './tekton/across/param-not-given';
import { paramNotTaken } from './tekton/across/param-not-taken';
import { resultNotThere } from './tekton/across/result-not-there';
import { resultTooLarge } from './tekton/across/result-too-large';
import { taskNotHere } from './tekton/across/task-not-here';
import { tektonTextIntoProgram } from './tekton/across/text-into-program';
import { timeoutsDoNotFit } from './tekton/across/timeouts-do-not-fit';
import { unreplacedVariable } from './tekton/across/unreplaced-variable';
import { workspaceNotGiven } from './tekton/across/workspace-not-given';
import { madeObject } from './triggers/made-object';
import { unreadableCel } from './triggers/unreadable-cel';

/**
 * Rules about which the engines are silent: what stands in other files, what may happen when it runs, and what it may do.
 *
 * @internal
 */
export const beyondTheEngines: readonly Rule[] = [
  ...[objectNotHere, keyNotThere, bindingToNothing, runtimeNotHere, runtimeDoesNotFit, unknownWorkflowArgument],
  ...[graphStepLeadsNowhere, serviceNotHere, routeCondition],
  ...[otherParameter, eventSourceNotHere, triggerNotHere, bracketInKey, unusedTemplate],
  ...[taskNotHere, paramNotTaken, paramNotGiven, workspaceNotGiven, resultNotThere, finalNeedsResult, armsNeverJoin],
  ...[
    tektonTextIntoProgram,
    timeoutsDoNotFit,
    resultTooLarge,
    foreignVariable,
    unreplacedVariable,
    madeObject,
    unreadableCel,
  ],
  ...[waitDoesNotFit, sumDoesNotFit, approvalBlocksCron, waitWithoutEnd],
  ...[rightMissing, executorRightMissing, commandRightMissing, wildcardRight, allSecrets],
  ...[clusterKindInRole, resourceOfOtherGroup, clusterAdmin],
  ...[misreadReport, missingCountsAsGood, onePodForAll, phaseForHealth, versionBySubstring, versionMinusOne],
  ...[startedNotWaited, defaultThatPasses, promoteWithoutPass, promoteOnNotFail, noFailEdge, deadArm, exitThenBranch],
  ...[verdictFromExitCode, changeWithoutLock],
  ...[
    generatedNameApplied,
    jobFromNoCron,
    knownBadImage,
    unsafePod,
    restrictedPod,
    refusedPod,
    tooLarge,
    ownPodParameter,
  ],
  ...[secretInParameter, movingModel, embeddedManifest],
];
