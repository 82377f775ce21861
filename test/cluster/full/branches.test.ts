import { describe, expect, it } from 'vitest';
import { argo, atLeast, Image, number, oneOf, pipeline, task, text, WorkflowTemplate } from '../../../src/index';
import { install } from '../cluster';
import { exits, nodeLost, type Outcome, silent, succeeds } from '../kubelet/outcome';
import { nodeOf, podsOf, seenBy } from '../reading';
import { titled } from '../titled';

const image = Image.tagged('ghcr.io/acme/train:1.4.2');
const train = task('train', {
  image,
  outputs: { accuracy: number(), size: oneOf(['small', 'medium', 'large']) },
  command: ['train'],
});
const publish = task('publish', { image, outputs: { digest: text() }, command: ['publish'] });
const tell = task('tell', { image, inputs: { digest: text() }, command: ({ inputs }) => ['tell', inputs.digest] });

describe('a when', () => {
  const cluster = install((chart) => {
    const release = pipeline('release', {}, (p) => {
      const trained = p.step(train, {});
      const published = p.when(atLeast(trained.outputs.accuracy, 0.9), (p) => p.step(publish, {}));
      p.step(tell, { digest: published.outputs.digest.orElse('none') });
    });
    new WorkflowTemplate(chart, 'release', { pipeline: release, engine: argo('4.0') });
  });
  const run = (accuracy: string, outcome: Outcome = succeeds({ digest: 'sha256:aa' })) =>
    cluster.run('release', { scenario: { train: succeeds({ accuracy, size: 'small' }), publish: outcome } });

  it.for(['0.9', '0.95', '9e-1', '1'])('runs its block at %s, and its output is handed on', async (accuracy) => {
    const ran = await run(accuracy);
    expect(seenBy(ran, 'tell')).toMatchObject([{ argv: ['tell', 'sha256:aa'] }]);
    expect(ran.phase).toBe('Succeeded');
  });

  it.for(['0.8999', '0', '-1'])('skips its block at %s, and the default is handed on', async (accuracy) => {
    const skipped = await run(accuracy);
    expect(podsOf(skipped)).toEqual(['train', 'tell']);
    expect(seenBy(skipped, 'tell')).toMatchObject([{ argv: ['tell', 'none'] }]);
    expect(skipped.phase).toBe('Succeeded');
  });

  it.for(titled(['high', 'NaN', '', '1e400', '9'.repeat(400), '{{= 1 }}']))('ends red at %s', async ([, accuracy]) => {
    const ended = await run(accuracy);
    expect(podsOf(ended)).toEqual(['train']);
    expect(ended.phase).toBe('Error');
  });

  it.for([
    ['fails', exits(2), 'Failed'],
    ['is lost with its node', nodeLost, 'Failed'],
    ['leaves no output', silent, 'Error'],
    ['leaves an output that does not fit', succeeds({ digest: '{{= 1 }}' }), 'Error'],
  ] as const)('ends red when its block %s', async ([, outcome, phase]) => {
    const ended = await run('0.95', outcome);
    expect(podsOf(ended)).not.toContain('tell');
    expect(ended.phase).toBe(phase);
  });
});

describe('a match', () => {
  const cluster = install((chart) => {
    const arm = (name: string) => task(name, { image, outputs: { digest: text() }, command: [name] });
    const release = pipeline('release', {}, (p) => {
      const trained = p.step(train, {});
      const arms = p.match(trained.outputs.size, {
        small: (p) => p.step(arm('to-edge'), {}),
        medium: (p) => p.step(arm('to-server'), {}),
        large: (p) => p.step(arm('to-farm'), {}),
      });
      p.step(tell, { digest: arms.outputs.digest });
    });
    new WorkflowTemplate(chart, 'release', { pipeline: release, engine: argo('4.0') });
  });
  const run = (size: string, digest = size) =>
    cluster.run('release', {
      scenario: {
        train: succeeds({ accuracy: '1', size }),
        'on-train-size': succeeds(),
        small: succeeds({ digest }),
        medium: succeeds({ digest }),
        large: succeeds({ digest }),
      },
    });

  it.for(['small', 'medium', 'large'])('runs exactly the arm of %s and hands on its output', async (size) => {
    const ran = await run(size);
    expect(podsOf(ran)).toEqual(['train', `on-train-size.${size}`, 'tell']);
    expect(seenBy(ran, 'tell')).toMatchObject([{ argv: ['tell', size] }]);
    expect(ran.phase).toBe('Succeeded');
  });

  it.for(['huge', '', 'small large', "small' || true"])('ends red at %s, and no arm runs', async (size) => {
    const ended = await run(size);
    expect(podsOf(ended)).toEqual(['train']);
    expect(ended.phase).toBe('Error');
  });

  it('ends red when an arm hands on what does not fit', async () => {
    const ended = await run('small', 'a b');
    expect(nodeOf(ended, 'tell').message).toContain('failed to evaluate expression');
    expect(ended.phase).toBe('Error');
  });
});
