import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../api/json';
import { listPath } from '../api/paths';
import { applyAll } from '../apply';
import { api } from '../cluster';
import { committedManifests } from '../dist-manifests';
import { runJob } from '../kubelet/run-job';

const objects = (committedManifests()['hello-tekton'] ?? []).map((object) => inNamespace(object, 'nightly-tekton'));
const runs = async () =>
  (await api.get<{ items: KubeObject[] }>(listPath('tekton.dev/v1', 'PipelineRun', 'nightly-tekton'))).items;

describe("hello-tekton's CronJob", () => {
  it('creates one run, with its own account, and no second one while that goes on', async () => {
    await applyAll(api, objects);
    const cron = objects.find(({ kind }) => kind === 'CronJob') as KubeObject;
    expect(await runJob(api, cron, 'nightly-1')).toMatchObject({ exitCode: 0 });
    expect(await runs()).toMatchObject([{ spec: { pipelineRef: { name: 'release' } } }]);
    // The same Job's second pod, and the next night.
    expect(await runJob(api, cron, 'nightly-1')).toMatchObject({ exitCode: 0 });
    expect(await runJob(api, cron, 'nightly-2')).toMatchObject({ exitCode: 0 });
    expect(await runs()).toHaveLength(1);
  });
});

/** The same in a namespace of its own, where nobody else runs anything; the run to create is text in a ConfigMap. */
function inNamespace(object: KubeObject, namespace: string): KubeObject {
  return JSON.parse(JSON.stringify(object).replaceAll(/(namespace\\*": *\\*")mlops/g, `$1${namespace}`));
}
