import { App, Chart } from 'cdk8s';
import { argo, type EngineTarget, WorkflowTemplate } from 'cdk8s-mlops';
import { Pipeline, tekton } from 'cdk8s-mlops/tekton';
import { describe, expect, it } from 'vitest';
import { experiments } from './experiments';
import { models, type PlatformModel } from './models';
import { type Platform, platformOf, settingsFrom } from './platform';
import { retraining } from './retraining';
import { serve } from './serving';
import type { Manifest } from './written';

const devices = ['cpu', 'gpu'] as const;
const variants = [...models, ...experiments].flatMap((model) =>
  devices.map((device): [string, string, PlatformModel] => [model.contract.name, device, { ...model, device }]),
);

function chartOf(emit: (chart: Chart, platform: ReturnType<typeof platformOf>) => void): readonly Manifest[] {
  const chart = new Chart(new App(), 'chart', { namespace: 'self-healing-platform' });
  emit(chart, platformOf(chart, settingsFrom({})));
  return chart.toJson() as readonly Manifest[];
}

/** Names of what runs, the seconds that each may take, and what the notebook's pod asks for. */
describe.each(variants)('%s on the %s', (name, device, model) => {
  const stages = ['check-source', `train-${name}`, ...(device === 'gpu' ? ['copy-model'] : []), 'check-model'];

  const onTekton = chartOf((chart, platform) => {
    const engine = tekton('1.15', { platform: 'openshift' });
    new Pipeline(chart, `retrain-${name}`, {
      engine,
      pipeline: retraining(model, platform, served(platform, engine, model)),
    });
  });
  const onArgo = chartOf((chart, platform) => {
    const engine = argo('4.0');
    const pipeline = retraining(model, platform, served(platform, engine, model));
    new WorkflowTemplate(chart, `retrain-${name}`, { engine, pipeline });
  });

  const retrainOn = (manifests: readonly Manifest[]) =>
    manifests.find(
      ({ kind, metadata }) => ['Pipeline', 'WorkflowTemplate'].includes(kind) && metadata.name === `retrain-${name}`,
    );

  it('has the same stages on both engines, and a copy only where there is something to copy', () => {
    const tasks = retrainOn(onTekton)?.spec.tasks.map((task) => task.name) ?? [];
    const { spec } = retrainOn(onArgo) as never as {
      spec: { templates: { name: string }[] };
    };
    const templates = spec.templates.map((template) => template.name);
    for (const each of [tasks, templates]) {
      expect(each).toEqual(expect.arrayContaining([...stages, 'digest-model', 'publish-model']));
      expect(each.includes('copy-model')).toBe(device === 'gpu');
    }
  });

  it('has time for all of its stages, one after the other', () => {
    const tasks = retrainOn(onTekton)?.spec.tasks ?? [];
    const run = JSON.parse(
      onTekton.find((each) => each.metadata.name === `retrain-${name}-run`)?.data?.['run.json'] ?? '',
    );
    const sum = [...stages, 'publish-model'].map((stage) =>
      secondsIn(tasks.find((task) => task.name === stage)?.timeout),
    );
    expect(sum.every((seconds) => seconds > 0)).toBe(true);
    expect(secondsIn(run.spec.timeouts.tasks ?? run.spec.timeouts.pipeline)).toBeGreaterThanOrEqual(
      sum.reduce((all, seconds) => all + seconds),
    );
  });

  it('asks for a device where it is to have one, and for a node that has it', () => {
    const steps = onTekton.filter((each) => each.metadata.name === `retrain-${name}-train-${name}`);
    const env = steps.flatMap(({ spec }) => spec.steps.flatMap((step) => step.env ?? []));
    const { podConfig } = JSON.parse(env.find((each) => each.name === 'SPEC')?.value?.replaceAll('$$', '$') ?? '{}');
    const claims = podConfig.volumes.map(
      (volume: never) => (volume as { persistentVolumeClaim: { claimName: string } }).persistentVolumeClaim.claimName,
    );
    if (device === 'cpu') {
      expect(podConfig).not.toHaveProperty('nodeSelector');
      expect(podConfig.resources.limits).not.toHaveProperty(['nvidia.com/gpu']);
      expect(claims).toEqual(['model-storage-pvc']);
    } else {
      expect(podConfig.resources.limits['nvidia.com/gpu']).toBe('1');
      expect(podConfig.nodeSelector).toEqual({ 'nvidia.com/gpu.present': 'true' });
      expect(podConfig.tolerations).toEqual([{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }]);
      expect(claims).toEqual(['model-storage-gpu-pvc']);
    }
  });
});

const served = (platform: Platform, engine: EngineTarget, model: PlatformModel) =>
  model.deploy ? serve(platform, engine, model) : undefined;

/** As Go writes times. */
function secondsIn(text = ''): number {
  const units = { h: 3600, m: 60, s: 1 } as const;
  return [...text.matchAll(/(\d+)([hms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * units[unit as keyof typeof units],
    0,
  );
}
