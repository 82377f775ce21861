import { describe, expect, it } from 'vitest';
import { argo as good } from './good/argo';
import { acceptsAndRejects, canJudge, judging } from './judging';
import type { Mutation } from './mutation';

const argo = ['Argo Workflows v4.0.7', 'Argo Workflows v3.7.18'];
const crds = ['Argo Workflows v4.0.7 CRDs', 'Argo Workflows v3.7.18 CRDs'];
const kubernetes = ['Kubernetes'];
const pods = ['Pod security'];
const train = 'library.spec.templates.0';
const task = 'release.spec.templates.0.dag.tasks';

const mutations: readonly Mutation[] = [
  {
    what: 'a misspelt field',
    path: `${train}.container.argz`,
    value: ['--epochs=1'],
    judges: [...argo, ...crds],
    message: /unknown field "spec.templates\[0\].container.argz"/,
  },
  {
    what: 'an entrypoint that is not there',
    path: 'release.spec.entrypoint',
    value: 'mian',
    judges: argo,
    message: /mian/,
  },
  {
    what: 'a templateRef to a template object that is not there',
    path: `${task}.0.templateRef.name`,
    value: 'libary',
    judges: argo,
    message: /no WorkflowTemplate "libary"/,
  },
  {
    what: 'a templateRef to a template that is not there',
    path: `${task}.0.templateRef.template`,
    value: 'trian',
    judges: argo,
    message: /trian/,
  },
  {
    what: 'an argument that is missing',
    path: `${task}.0.arguments`,
    value: {},
    judges: argo,
    message: /inputs.parameters.epochs was not supplied/,
  },
  {
    what: 'an output that no task has',
    path: `${task}.1.arguments.parameters.0.value`,
    value: '{{tasks.train.outputs.parameters.acuracy}}',
    judges: argo,
    message: /failed to resolve \{\{tasks.train.outputs.parameters.acuracy\}\}/,
  },
  {
    what: 'a cycle',
    path: `${task}.0.depends`,
    value: 'report.Succeeded',
    judges: argo,
    message: /cycle/,
  },
  {
    what: 'two ways to depend',
    path: `${task}.1.dependencies`,
    value: ['train'],
    judges: [...argo, 'Argo Workflows v4.0.7 CRDs'],
    message: /cannot (?:use both|be used).*'?depend/i,
  },
  {
    what: 'a number where the API server wants text',
    path: 'release.spec.arguments.parameters.0.value',
    value: 10,
    judges: crds,
    message: /must be of type string/,
  },
  {
    what: 'a retry policy that the engine does not know',
    path: `${train}.retryStrategy.retryPolicy`,
    value: 'Sometimes',
    judges: [...argo, 'Argo Workflows v4.0.7 CRDs'],
    message: /Sometimes/,
  },
  {
    what: 'a template of two types',
    path: 'release.spec.templates.1.suspend',
    value: {},
    judges: [...argo, 'Argo Workflows v4.0.7 CRDs'],
    message: /multiple template types|at most one template type/,
  },
  {
    what: 'an empty list of tasks',
    path: task,
    value: [],
    judges: [...argo, 'Argo Workflows v4.0.7 CRDs'],
    message: /must have at least one task|at least 1 items/,
  },
  {
    what: 'a timetable that is none',
    path: 'nightly.spec.schedules.0',
    value: '0 25 * * *',
    judges: argo,
    message: /cron schedule .* is malformed/,
  },
  {
    what: 'a scheduled run without the arguments it needs',
    path: 'nightly.spec.workflowSpec',
    value: { entrypoint: 'main', templates: [{ name: 'main', steps: [[{ name: 'a', template: 'b' }]] }] },
    judges: argo,
    message: /cannot validate Workflow: .*'b' undefined/,
  },
  {
    what: 'a sidecar with privileges',
    path: `${train}.sidecars.0.securityContext.privileged`,
    value: true,
    judges: pods,
    message: /template train.*: privileged \(container "cache"/,
  },
  {
    what: 'settings of a template, which replace those of the workflow',
    path: 'release.spec.templates.1.securityContext',
    value: { fsGroup: 1000 },
    judges: pods,
    message: /template report: runAsNonRoot != true/,
  },
  {
    what: 'a caller without the settings that the called template relies on',
    path: 'release.spec.securityContext',
    value: {},
    judges: pods,
    message: /task train, template train of library: runAsNonRoot != true/,
  },
  {
    what: 'a volume of the host',
    path: 'release.spec.volumes.0',
    value: { name: 'work', hostPath: { path: '/var/run' } },
    judges: pods,
    message: /hostPath/,
  },
  {
    what: 'a pod patch that undoes the settings',
    path: 'release.spec.templates.1.podSpecPatch',
    value: '{"hostNetwork": true}',
    judges: pods,
    message: /template report: host namespaces/,
  },
  {
    what: 'a container of a CronJob that may gain privileges',
    path: 'collector.spec.jobTemplate.spec.template.spec.containers.0.securityContext',
    value: { capabilities: { drop: ['ALL'] } },
    judges: pods,
    message: /allowPrivilegeEscalation != false/,
  },
  {
    what: 'a role without verbs',
    path: 'executor.rules.0.verbs',
    value: [],
    judges: kubernetes,
    message: /verbs must contain at least one value/,
  },
  {
    what: 'a name of a file that a ConfigMap cannot hold',
    path: 'program.data.src/main~mjs',
    value: '',
    judges: kubernetes,
    message: /a valid config key/,
  },
  {
    what: 'a pod of a CronJob that always restarts',
    path: 'collector.spec.jobTemplate.spec.template.spec.restartPolicy',
    value: 'Always',
    judges: kubernetes,
    message: /restartPolicy/,
  },
  {
    what: 'a misspelt field of a Kubernetes object',
    path: 'collector.spec.shedule',
    value: '15 4 * * *',
    judges: kubernetes,
    message: /unknown field "spec.shedule"/,
  },
];

describe.skipIf(!canJudge)('the judges of Argo Workflows and Kubernetes', () => {
  acceptsAndRejects(
    good,
    {
      WorkflowTemplate: [...argo, ...crds, ...pods],
      CronWorkflow: [...argo, ...crds, ...pods],
      ConfigMap: kubernetes,
      Role: kubernetes,
      CronJob: [...kubernetes, ...pods],
    },
    mutations,
  );
});

const twice = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: b}\ndata: {}\n';
const other = 'apiVersion: example.com/v1\nkind: Other\n---\n# nothing\n---\njust: data\n';

describe.skipIf(!canJudge)('the judges', () => {
  const said = judging({ twice, other });

  it('reject a key that occurs twice', () => {
    expect(said('twice')).toMatchObject([
      { judge: 'YAML', verdict: 'rejected', message: expect.stringContaining('key "data" already set in map') },
    ]);
  });

  it('say which documents none of them knows', () => {
    expect(said('other')).toMatchObject([
      { doc: 0, verdict: 'no-judge', message: 'no judge knows example.com/v1 Other' },
      { doc: 1, verdict: 'no-judge', message: 'not a Kubernetes object' },
    ]);
  });
});
