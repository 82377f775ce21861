import { afterEach, describe, expect, it } from 'vitest';
import type { JsonRecord } from '../../../src/programs/json-value';
import { json } from '../candidate';
import { type FakeApi, fakeApi } from '../kubernetes/fake-api';
import { type Run, runProgram } from '../run-program';

const used = 'program-hold-0123456789';
const unused = 'program-hold-9876543210';
const configMap = (name: string) => ({
  metadata: {
    name,
    uid: `of-${name}`,
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { 'app.kubernetes.io/managed-by': 'cdk8s-mlops' },
  },
  immutable: true,
});
const volumes = [{ name: 'program', configMap: { name: used } }];
const metadata = { name: 'it' };

/** What can name a ConfigMap: its API, and an object that does. */
const namers: Readonly<Record<string, readonly [apiVersion: string, object: JsonRecord]>> = {
  'a Workflow': ['argoproj.io/v1alpha1', { spec: { templates: [{ volumes }] } }],
  'a WorkflowTemplate': ['argoproj.io/v1alpha1', { spec: { templates: [{ volumes }] } }],
  'a CronWorkflow': ['argoproj.io/v1alpha1', { spec: { workflowSpec: { templates: [{ volumes }] } } }],
  'a Task': ['tekton.dev/v1', { spec: { volumes } }],
  'a Pipeline': ['tekton.dev/v1', { spec: { tasks: [{ taskSpec: { volumes } }] } }],
  'a PipelineRun': ['tekton.dev/v1', { status: { pipelineSpec: { tasks: [{ taskSpec: { volumes } }] } } }],
  'a TaskRun': ['tekton.dev/v1', { status: { taskSpec: { volumes } } }],
  'a CronJob': ['batch/v1', { spec: { jobTemplate: { spec: { template: { spec: { volumes } } } } } }],
  'a Job': ['batch/v1', { spec: { template: { spec: { volumes } } } }],
  'a Pod': ['v1', { spec: { volumes } }],
};
const pathOf = (apiVersion: string, kind: string): string =>
  `/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}/namespaces/mlops/${kind.replace(/^an? /, '').toLowerCase()}s`;

let api: FakeApi;
afterEach(() => api.close());

async function collect(objects: Readonly<Record<string, JsonRecord>>, not: readonly string[] = []): Promise<Run> {
  const configMaps = [used, unused].map((name) => [pathOf('v1', `a ConfigMap`).concat(`/${name}`), configMap(name)]);
  api = await fakeApi({ ...Object.fromEntries(configMaps), ...objects });
  for (const path of not)
    api.on(path, json({ message: 'the server could not find the requested resource' }, { status: 404 }));
  return runProgram('collect-files', { ...api.environment, MIN_AGE_HOURS: '1', DEADLINE_SECONDS: '5' });
}
const deleted = (): readonly (string | undefined)[] =>
  api.requests.filter(({ method }) => method === 'DELETE').map(({ path }) => path.split('/').at(-1));

describe('collect-files', () => {
  it.each(Object.entries(namers))('keeps what %s names', async (kind, [apiVersion, object]) => {
    const ran = await collect({ [`${pathOf(apiVersion, kind)}/it`]: { metadata, ...object } });
    expect(ran).toMatchObject({ exit: 0, outputs: { outcome: 'collected', deleted: '1' } });
    expect(deleted()).toEqual([unused]);
  });

  it.each([
    ['Argo', '/apis/argoproj.io/', 'a Task'],
    ['Tekton', '/apis/tekton.dev/', 'a Workflow'],
  ])('works where %s is not installed', async (_, missing, kind) => {
    const [apiVersion, object] = namers[kind] ?? ['', {}];
    const ran = await collect({ [`${pathOf(apiVersion, kind)}/it`]: { metadata, ...object } }, [missing]);
    expect(ran).toMatchObject({ exit: 0, outputs: { outcome: 'collected', deleted: '1' } });
    expect(deleted()).toEqual([unused]);
  });

  it('deletes nothing where no engine is to be seen', async () => {
    const ran = await collect({}, ['/apis/argoproj.io/', '/apis/tekton.dev/']);
    expect(ran).toMatchObject({ exit: 1, outputs: { outcome: 'error' } });
    expect(ran.outputs.reason).toMatch(/serves no kind of an engine/);
    expect(deleted()).toEqual([]);
  });

  it.each([
    ['may not be listed', 403, /the Role of this step's account lacks that rule/],
    ['can not be listed now', 503, /503/],
  ])('deletes nothing where runs of an engine are there and %s', async (_, status, reason) => {
    api = await fakeApi({ [`${pathOf('v1', 'a ConfigMap')}/${unused}`]: configMap(unused) });
    api.on(pathOf('tekton.dev/v1', 'a PipelineRun'), json({ message: 'no' }, { status }));
    const ran = await runProgram('collect-files', { ...api.environment, MIN_AGE_HOURS: '1', DEADLINE_SECONDS: '3' });
    expect(ran).toMatchObject({ exit: 1, outputs: { outcome: 'error', reason: expect.stringMatching(reason) } });
    expect(deleted()).toEqual([]);
  });
});
