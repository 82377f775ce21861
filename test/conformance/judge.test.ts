import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBuilt, judge, type Verdict } from '../../scripts/conformance/judge.mjs';
import { good, type Json, set } from './good';

interface Mutation {
  /** What somebody got wrong. */
  readonly what: string;
  readonly path: string;
  readonly value: Json;
  /** Judges that must object, by the start of their names. */
  readonly judges: readonly string[];
  readonly message: RegExp;
}

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

const manifestText = (objects: readonly Json[]) => objects.map((object) => JSON.stringify(object)).join('\n---\n');

// Building the validators takes minutes and the network: only CI does it unasked.
const judges = isBuilt() || process.env.CI === 'true';
if (!judges) console.warn('test/conformance: not run; `npm run conformance` builds the judges, and needs Go');

describe.skipIf(!judges)('the judges', () => {
  let folder = '';
  const fileOf = (name: string) => join(folder, `${name}.yaml`);
  let verdicts: readonly Verdict[] = [];
  const rejections = (name: string) =>
    verdicts.filter(({ file, verdict }) => file === fileOf(name) && verdict === 'rejected');

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'conformance-'));
    writeFileSync(fileOf('good'), manifestText(good('good')));
    writeFileSync(fileOf('twice'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: b}\ndata: {}\n');
    writeFileSync(fileOf('other'), 'apiVersion: example.com/v1\nkind: Other\n---\n# nothing\n---\njust: data\n');
    // Each variant has a namespace of its own, so that one run judges them all.
    for (const [index, { path, value }] of mutations.entries()) {
      writeFileSync(fileOf(`bad-${index}`), manifestText(set(good(`bad-${index}`), path, value)));
    }
    verdicts = judge(['good', 'twice', 'other', ...mutations.map((_, index) => `bad-${index}`)].map(fileOf));
  }, 1_800_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  it('accept every document of a good set, each kind by the judges that know it', () => {
    const said = verdicts.filter(({ file }) => file === fileOf('good'));
    expect(said.filter(({ verdict }) => verdict !== 'accepted')).toEqual([]);
    const count = (kind: string) => said.filter((verdict) => verdict.kind === kind).length;
    expect(['WorkflowTemplate', 'CronWorkflow', 'ConfigMap', 'Role', 'CronJob'].map(count)).toEqual([10, 5, 1, 1, 2]);
  });

  it.each(mutations.map((mutation, index) => ({ ...mutation, index })))('reject $what', (mutation) => {
    const said = rejections(`bad-${mutation.index}`);
    expect(new Set(said.map((verdict) => verdict.judge.replace(/^(Kubernetes|Pod security) .*/, '$1')))).toEqual(
      new Set(mutation.judges),
    );
    for (const { message } of said) expect(message).toMatch(mutation.message);
  });

  it('reject a key that occurs twice', () => {
    expect(rejections('twice').map(({ judge, message }) => [judge, message])).toEqual([
      ['YAML', expect.stringContaining('key "data" already set in map')],
    ]);
  });

  it('say which documents none of them knows', () => {
    expect(verdicts.filter(({ file }) => file === fileOf('other'))).toMatchObject([
      { doc: 0, verdict: 'no-judge', message: 'no judge knows example.com/v1 Other' },
      { doc: 1, verdict: 'no-judge', message: 'not a Kubernetes object' },
    ]);
  });

  it('make `npm run conformance` red for one rejection, and green without', () => {
    const run = (name: string) =>
      spawnSync(process.execPath, ['scripts/conformance.mjs', fileOf(name)], { encoding: 'utf8' });
    expect(run('good').status).toBe(0);
    const red = run('twice');
    expect(red.status).toBe(1);
    expect(red.stdout).toMatch(/rejected: .*twice.yaml ConfigMap a, YAML: .*already set/s);
  });
});
