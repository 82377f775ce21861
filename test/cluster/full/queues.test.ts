import { expect, it } from 'vitest';
import { argo, Image, pipeline, queue, task, WorkflowTemplate } from '../../../src/index';
import { applyAll } from '../apply';
import { api, install } from '../cluster';
import { hangs } from '../kubelet/outcome';

const image = Image.tagged('ghcr.io/acme/train:1.4.2');
const train = task('train', { image, command: ['train'] });

it.for([1, 2])('of more runs than a queue of %d takes, the others wait', async (size) => {
  const cluster = install((chart) => {
    const release = pipeline(
      'release',
      {},
      (p) => {
        p.step(train, {});
      },
      { queue: queue('gpu', size) },
    );
    new WorkflowTemplate(chart, 'release', { pipeline: release, engine: argo('4.0') });
  });
  await applyAll(api, cluster.manifests);
  const started = await Promise.all(
    Array.from({ length: size + 1 }, () => cluster.run('release', { scenario: { train: hangs }, patience: 6 })),
  );
  const pods = started.map(({ pods }) => pods.length).toSorted();
  expect(pods).toEqual([0, ...Array.from({ length: size }, () => 1)]);
  expect(started.find(({ pods }) => pods.length === 0)?.message).toMatch(/^Waiting for .* lock. Lock status: 0\/\d$/);
});

it('the next run starts when one is done', async () => {
  const cluster = install((chart) => {
    const release = pipeline(
      'release',
      {},
      (p) => {
        p.step(train, {});
      },
      { queue: queue('gpu', 1) },
    );
    new WorkflowTemplate(chart, 'release', { pipeline: release, engine: argo('4.0') });
  });
  await applyAll(api, cluster.manifests);
  const done = await Promise.all(Array.from({ length: 4 }, () => cluster.run('release')));
  expect(done.map(({ phase }) => phase)).toEqual(['Succeeded', 'Succeeded', 'Succeeded', 'Succeeded']);
});
