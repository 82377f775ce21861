import { describe, expect, it } from 'vitest';
import { tekton as good } from './good/tekton';
import { acceptsAndRejects, canJudge, judging } from './judging';
import type { Mutation } from './mutation';

const pipelines = ['Tekton Pipelines v1.15.1'];
const crds = ['Tekton Pipelines v1.15.1 CRDs'];
const triggers = ['Tekton Triggers v0.37.0'];
const pods = ['Pod security'];
const step = 'train.spec.steps.1';
const deploy = 'release.spec.tasks.1';
const resource = 'start.spec.resourcetemplates.0';
const inside = 'spec.resourcetemplates[0]';

const mutations: readonly Mutation[] = [
  {
    what: 'a misspelt field of a step',
    path: `${step}.imgae`,
    value: 'ghcr.io/acme/train:1',
    judges: [...pipelines, ...crds],
    message: /unknown field "spec.steps\[1\].imgae"/,
  },
  {
    what: 'a field in the letters that only Go reads',
    path: `${step}.workingdir`,
    value: '/work',
    judges: [...pipelines, ...crds],
    message: /unknown field "spec.steps\[1\].workingdir"/,
  },
  {
    what: 'a step without an image',
    path: `${step}.image`,
    value: undefined,
    judges: pipelines,
    message: /missing field\(s\): spec.steps\[1\].Image/,
  },
  {
    what: 'a script beside a command',
    path: `${step}.script`,
    value: 'true',
    judges: pipelines,
    message: /script cannot be used with command/,
  },
  {
    what: 'a parameter that a task does not declare',
    path: `${step}.command`,
    value: ['train', '$(params.epoch)'],
    judges: pipelines,
    message: /non-existent variable in "\$\(params.epoch\)"/,
  },
  {
    what: 'a number where the API server wants text',
    path: `${step}.env`,
    value: [{ name: 'EPOCHS', value: 10 }],
    judges: [...pipelines, ...crds, ...pods],
    message: /cannot unmarshal number|must be of type string/,
  },
  {
    what: 'two steps of one name',
    path: `${step}.name`,
    value: 'fetch',
    judges: pipelines,
    message: /spec.steps\[1\].name/,
  },
  {
    what: 'a task after one that is not there',
    path: `${deploy}.runAfter`,
    value: ['trian'],
    judges: pipelines,
    message: /task deploy depends on trian but trian wasn't present/,
  },
  {
    what: 'a result of a task that is not there',
    path: `${deploy}.when.0.input`,
    value: '$(tasks.trian.results.accuracy)',
    judges: pipelines,
    message: /trian/,
  },
  {
    what: 'an operator that Tekton does not have',
    path: `${deploy}.when.0.operator`,
    value: 'is',
    judges: pipelines,
    message: /operator "is" is not recognized/,
  },
  {
    what: 'timeouts that do not add up',
    path: 'release-1.spec.timeouts.tasks',
    value: '4h',
    judges: pipelines,
    message: /should be <= pipeline duration/,
  },
  {
    what: 'a run without a pipeline',
    path: 'release-1.spec.pipelineRef',
    value: undefined,
    judges: pipelines,
    message: /expected exactly one, got neither/,
  },
  {
    what: 'a field of the alpha API',
    path: 'once.spec.debug',
    value: { breakpoints: { onFailure: 'enabled' } },
    judges: pipelines,
    message: /debug requires "enable-api-fields" feature gate to be "alpha" but it is "beta"/,
  },
  {
    what: 'a step action without an image',
    path: 'fetch.spec.image',
    value: undefined,
    judges: pipelines,
    message: /missing field\(s\): spec.Image/,
  },
  {
    what: 'a volume without a source',
    path: 'older.spec.workspaces',
    value: [{ name: 'work' }, { name: 'work' }],
    judges: pipelines,
    message: /workspace name "work" must be unique/,
  },
  {
    what: 'a step as root',
    path: `${step}.securityContext`,
    value: { runAsUser: 0 },
    judges: pods,
    message: /task(?: train)?: runAsUser=0 \(container "step-train" must not set runAsUser=0\)/,
  },
  {
    what: 'a sidecar with privileges',
    path: 'train.spec.sidecars.0.securityContext.privileged',
    value: true,
    judges: pods,
    message: /task(?: train)?: privileged \(container "sidecar-cache"/,
  },
  {
    what: 'a step action that may gain privileges',
    path: 'fetch.spec.securityContext.allowPrivilegeEscalation',
    value: true,
    judges: pods,
    message: /task(?: train)?: allowPrivilegeEscalation != false \(container "step-fetch"/,
  },
  {
    what: 'a volume of the host in a task',
    path: 'train.spec.volumes.0',
    value: { name: 'work', hostPath: { path: '/' } },
    judges: pods,
    message: /hostPath/,
  },
  {
    what: 'a step in a pipeline without its own settings',
    path: `${deploy}.taskSpec.steps.0.securityContext`,
    value: undefined,
    judges: pods,
    message: /task deploy: allowPrivilegeEscalation != false/,
  },
  {
    what: 'a step of the older API as root',
    path: 'older.spec.steps.0.securityContext.runAsUser',
    value: 0,
    judges: pods,
    message: /task(?: report)?: runAsUser=0/,
  },
  {
    what: 'a run on the network of the host',
    path: 'release-1.spec.taskRunTemplate.podTemplate.hostNetwork',
    value: true,
    judges: pods,
    message: /task train: host namespaces/,
  },
  {
    what: 'a run of one task that undoes the settings',
    path: 'release-1.spec.taskRunSpecs.0.podTemplate.securityContext',
    value: { seccompProfile: { type: 'Unconfined' } },
    judges: pods,
    message: /task train: seccompProfile/,
  },
  {
    what: 'a run whose containers rely on settings of the pod that it has not',
    path: 'once.spec.podTemplate',
    value: undefined,
    judges: pods,
    message: /task: runAsNonRoot != true .*step-main/,
  },
  {
    what: 'a listener without triggers',
    path: 'git.spec.triggers',
    value: [],
    judges: triggers,
    message: /expected exactly one, got neither/,
  },
  {
    what: 'a binding that sets a parameter twice',
    path: 'push.spec.params',
    value: [
      { name: 'revision', value: '$(body.after)' },
      { name: 'revision', value: '$(body.before)' },
    ],
    judges: triggers,
    message: /expected exactly one, got both/,
  },
  {
    what: 'a misspelt field of a listener',
    path: 'git.spec.triggers.0.interceptor',
    value: [],
    judges: triggers,
    message: /unknown field "spec.triggers\[0\].interceptor"/,
  },
  {
    what: 'an interceptor with two addresses',
    path: 'check.spec.clientConfig.url',
    value: 'https://check.example.com',
    judges: triggers,
    message: /spec.clientConfig/,
  },
  {
    what: 'a parameter that a trigger template does not declare',
    path: `${resource}.spec.params.0.value`,
    value: '$(tt.params.revison)',
    judges: triggers,
    message: /undeclared param '\$\(tt.params.revison\)'/,
  },
  {
    what: 'a misspelt field of the run in a trigger template',
    path: `${resource}.spec.pipelienRef`,
    value: { name: 'release' },
    judges: [...pipelines, ...crds],
    message: /unknown field "spec.pipelienRef"/,
    inside,
  },
  {
    what: 'a run in a trigger template with a timeout that is none',
    path: `${resource}.spec.timeouts.pipeline`,
    value: '$(tt.params.hours) hours',
    judges: [...pipelines, ...pods],
    message: /unknown unit/,
    inside,
  },
  {
    what: 'a run in a trigger template on the network of the host',
    path: `${resource}.spec.taskRunTemplate.podTemplate.hostNetwork`,
    value: true,
    judges: pods,
    message: /task train: host namespaces/,
    inside,
  },
];

describe.skipIf(!canJudge)('the judges of Tekton', () => {
  acceptsAndRejects(
    good,
    {
      StepAction: [...pipelines, ...crds],
      Task: [...pipelines, ...crds, ...pods],
      TaskRun: [...pipelines, ...crds, ...pods],
      Pipeline: [...pipelines, ...crds, ...pods],
      PipelineRun: [...pipelines, ...crds, ...pods],
      ClusterInterceptor: [...triggers, 'Tekton Triggers v0.37.0 CRDs'],
      TriggerBinding: [...triggers, 'Tekton Triggers v0.37.0 CRDs'],
      TriggerTemplate: [...triggers, 'Tekton Triggers v0.37.0 CRDs'],
      EventListener: [...triggers, 'Tekton Triggers v0.37.0 CRDs'],
    },
    mutations,
  );
});

const files = {
  alpha: `{apiVersion: tekton.dev/v1, kind: TaskRun, metadata: {generateName: a-}, spec: {
    debug: {breakpoints: {onFailure: enabled}}, taskSpec: {steps: [{image: a}]}}}`,
  beta: `{apiVersion: tekton.dev/v1, kind: TaskRun, metadata: {generateName: b-}, spec: {
    taskRef: {resolver: git, params: [{name: url, value: https://example.com}]}}}`,
};

describe.skipIf(!canJudge).each([
  { fields: 'stable', tekton: ['enable-api-fields=stable'], rejected: ['alpha', 'beta'] },
  { fields: 'beta', tekton: [], rejected: ['alpha'] },
  { fields: 'alpha', tekton: ['enable-api-fields=alpha'], rejected: [] },
])('Tekton with the fields of the $fields API', ({ tekton, rejected }) => {
  const said = judging(files, { tekton });

  it('rejects those of later ones', () => {
    const names = (['alpha', 'beta'] as const).filter((name) =>
      said(name).some(({ judge, verdict }) => /^Tekton/.test(judge) && verdict === 'rejected'),
    );
    expect(names).toEqual(rejected);
  });
});
