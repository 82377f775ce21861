import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isRed, judge } from '../../scripts/conformance/judge.mjs';
import { canJudge, judging } from './judging';

const emitted = join(__dirname, '../../dist-manifests/gourmetgram/argo');

/** A small change to the text of a manifest that the project publishes. */
interface Slip {
  readonly what: string;
  readonly file: string;
  readonly text: RegExp;
  readonly by: string;
  readonly message: RegExp;
}

const train = 'workflowtemplate_train-model.yaml';
const cron = 'cronworkflow_cron-train.yaml';

const slips: readonly Slip[] = [
  {
    what: 'a letter too few in a field',
    file: train,
    text: /activeDeadlineSeconds/,
    by: 'activeDeadlineSecond',
    message: /unknown field "spec.activeDeadlineSecond"/,
  },
  {
    what: 'text where a number is meant',
    file: train,
    text: /(activeDeadlineSeconds: \d*)\d/,
    by: '$1x',
    message: /activeDeadlineSeconds/,
  },
  {
    what: 'an entrypoint that is not there',
    file: train,
    text: /entrypoint: main/,
    by: 'entrypoint: mair',
    message: /mair/,
  },
  {
    what: 'a template that is not there',
    file: train,
    text: /template: train\n/,
    by: 'template: trair\n',
    message: /trair/,
  },
  {
    what: 'a dependency on a task that is not there',
    file: train,
    text: /depends: train\./,
    by: 'depends: trair.',
    message: /trair/,
  },
  {
    what: 'a broken expression of dependencies',
    file: train,
    text: /depends: \(evaluate\.Succeeded/,
    by: 'depends: (evaluate.Succeede',
    message: /Succeede/,
  },
  {
    what: 'an output that no task has',
    file: train,
    text: /tasks\.on-evaluate-verdict\.outputs\.parameters\.accuracy\}/,
    by: 'tasks.on-evaluate-verdict.outputs.parameters.accurace}',
    message: /accurace/,
  },
  {
    what: 'two templates of one name',
    file: train,
    text: /\n {2}- name: train\n/,
    by: '\n  - name: main\n',
    message: /not unique|undefined/,
  },
  {
    what: 'an argument that is not of its enum',
    file: train,
    text: /value: normal\n/,
    by: 'value: normol\n',
    message: /scenario.enum list/,
  },
  {
    what: 'an amount in no unit',
    file: train,
    text: /memory: (\d+)Gi/,
    by: 'memory: $1Gb',
    message: /quantit/,
  },
  {
    what: 'a container as root',
    file: train,
    text: /runAsUser: 1000/,
    by: 'runAsUser: 0',
    message: /runAsUser=0/,
  },
  {
    what: 'a container that may gain privileges',
    file: train,
    text: /allowPrivilegeEscalation: false/,
    by: 'allowPrivilegeEscalation: true',
    message: /allowPrivilegeEscalation != false/,
  },
  {
    what: 'a capability that is not dropped',
    file: train,
    text: /- ALL\n/,
    by: '- AL\n',
    message: /unrestricted capabilities/,
  },
  {
    what: 'a container without an image',
    file: train,
    text: /image: .*/,
    by: 'image: ""',
    message: /image/,
  },
  {
    what: 'a version of the API that does not exist',
    file: train,
    text: /v1alpha1/,
    by: 'v1alpha2',
    message: /no judge knows argoproj.io\/v1alpha2 WorkflowTemplate/,
  },
  {
    what: 'a kind that does not exist',
    file: cron,
    text: /kind: CronWorkflow/,
    by: 'kind: CronWorkflov',
    message: /no judge knows .* CronWorkflov/,
  },
  {
    what: 'a timetable that is none',
    file: cron,
    text: /"0 2 \* \* \*"/,
    by: '"0 2 * * x"',
    message: /cron schedule .* is malformed/,
  },
  {
    what: 'a reference to a template object that is not there',
    file: cron,
    text: /name: cron-train\s*$/,
    by: 'name: cron-traim\n',
    message: /no WorkflowTemplate "cron-traim"/,
  },
  {
    what: 'a concurrency policy that is none',
    file: cron,
    text: /Forbid/,
    by: 'Forbit',
    message: /Forbit/,
  },
  {
    what: 'a key that occurs twice',
    file: cron,
    text: /( {2}timezone: .*\n)/,
    by: '$1$1',
    message: /already set in map/,
  },
  {
    what: 'a role that is bound as something else',
    file: 'rolebinding_cron-train.yaml',
    text: /kind: Role\n/,
    by: 'kind: Rola\n',
    message: /Rola/,
  },
  {
    what: 'a field of a rule that is misspelt',
    file: 'role_cron-train.yaml',
    text: /- apiGroups:/,
    by: '- apiGroup:',
    message: /unknown field "rules\[0\].apiGroup"/,
  },
  {
    what: 'a name that is none',
    file: 'serviceaccount_cron-train.yaml',
    text: /name: cron-train/,
    by: 'name: cron_train',
    message: /metadata.name/,
  },
];

const published = Object.fromEntries(
  readdirSync(emitted).map((name) => [name, readFileSync(join(emitted, name), 'utf8')]),
);

/** In a namespace of their own, so that all variants can be judged at once. */
const variant = (namespace: string, changed: Readonly<Record<string, string>> = {}) =>
  Object.values({ ...published, ...changed })
    .map((text) => text.replaceAll('namespace: argo', `namespace: ${namespace}`))
    .join('\n---\n');

const slipped = slips.map(({ file, text, by }, i): [string, string] => {
  const good = published[file] ?? '';
  const bad = good.replace(text, by);
  if (bad === good) throw new Error(`${file} has no ${text}`);
  return [`slip-${i}`, variant(`slip-${i}`, { [file]: bad })];
});

describe.skipIf(!canJudge)('the manifests that the project publishes', () => {
  const said = judging({ good: variant('good'), ...Object.fromEntries(slipped) });

  it('are accepted', () => {
    expect(said('good').filter(isRed)).toEqual([]);
  });

  it.each(slips.map((slip, i) => ({ ...slip, i })))('are red with $what', ({ i, message }) => {
    const red = said(`slip-${i}`).filter(isRed);
    expect(red.map((verdict) => verdict.message)).toContainEqual(expect.stringMatching(message));
  });
});

const text = {
  known: '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}',
  rejected: '{apiVersion: v1, kind: ConfigMap, metadata: {name: A}}',
  unknown: '{apiVersion: v1, kind: ConfigNap, metadata: {name: a}}',
};

describe.skipIf(!canJudge)('`npm run conformance`', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'conformance-'));
    for (const [name, content] of Object.entries(text)) writeFileSync(join(folder, `${name}.yaml`), content);
    // Where no judge is built yet, it is now.
    judge([]);
  }, 1_800_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    {
      name: 'known',
      status: 0,
      says: /1 documents in 1 files: 1 accepted, 0 rejected, 0 without a judge \(\d+\.\d s\)/,
    },
    { name: 'rejected', status: 1, says: /rejected: .*rejected.yaml ConfigMap A, Kubernetes .*: .*metadata.name/ },
    { name: 'unknown', status: 1, says: /no-judge: .*unknown.yaml ConfigNap a: no judge knows v1 ConfigNap/ },
  ])('ends with $status for an object that is $name, and says why', ({ name, status, says }) => {
    const run = spawnSync(process.execPath, ['scripts/conformance.mjs', join(folder, `${name}.yaml`)], {
      encoding: 'utf8',
    });
    expect(run.stdout).toMatch(says);
    expect(run.status).toBe(status);
  });
});
