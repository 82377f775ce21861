import { expect, it } from 'vitest';
import { argo, Image, pipeline, task, text, WorkflowTemplate } from '../../../src/index';
import { install } from '../cluster';
import { differences, played } from '../compare';
import { exits, succeeds } from '../kubelet/outcome';

const image = Image.tagged('ghcr.io/acme/train:1.4.2');
const train = task('train', { image, outputs: { version: text() }, command: ['train'] });
const publish = task('publish', { image, inputs: { version: text() }, command: ['publish'] });
const release = pipeline('release', {}, (p) => {
  p.step(publish, { version: p.step(train, {}).outputs.version });
});
const cluster = install((chart) => {
  new WorkflowTemplate(chart, 'release', { pipeline: release, engine: argo('4.0') });
});
const trained = { train: succeeds({ version: '7' }) };

it('two runs of the same scenario are the same, node by node', async () => {
  const one = await cluster.run('release', { scenario: trained });
  const two = await cluster.run('release', { scenario: trained });
  expect(differences(played(one), played(two))).toEqual([]);
  expect(played(one).nodes.map(({ name, type, phase }) => `${name} ${type} ${phase}`)).toEqual([
    ' DAG Succeeded',
    '.publish Pod Succeeded',
    '.train Pod Succeeded',
  ]);
});

it('a difference is told with the node it is in', async () => {
  const one = await cluster.run('release', { scenario: trained });
  const other = await cluster.run('release', { scenario: { train: succeeds({ version: '8' }), publish: exits(1) } });
  expect(differences(played(one), played(other))).toEqual([
    'the run: the controller says Succeeded, the other Failed',
    "node '': the controller says DAG Succeeded, the other DAG Failed",
    "node '.publish': the controller says Pod Succeeded, the other Pod Failed",
    "output 'version' of node '.train': the controller says 7, the other 8",
  ]);
});
