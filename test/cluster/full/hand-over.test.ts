import { describe, expect, it } from 'vitest';
import { argo, Image, pipeline, task, text, WorkflowTemplate } from '../../../src/index';
import { install } from '../cluster';
import { succeeds } from '../kubelet/outcome';
import { podsOf, seenBy } from '../reading';
import { titled } from '../titled';

const image = Image.tagged('ghcr.io/acme/train:1.4.2');
const train = task('train', { image, outputs: { version: text() }, command: ['train'] });
const publish = task('publish', {
  image,
  inputs: { version: text() },
  command: ({ inputs }) => ['publish', inputs.version],
});

const direct = pipeline('direct', {}, (p) => {
  const trained = p.step(train, {});
  p.step(publish, { version: trained.outputs.version });
});
const inner = pipeline('inner', {}, (p) => ({ version: p.step(train, {}).outputs.version }));
const middle = pipeline('middle', {}, (p) => ({ version: p.step(inner, {}).outputs.version }));
const nested = pipeline('nested', {}, (p) => {
  const trained = p.step(middle, {});
  p.step(publish, { version: trained.outputs.version });
});
const ended = pipeline('ended', {}, (p) => {
  const trained = p.step(train, {});
  p.finally((p) => {
    p.step(task('clean', { image, command: ['clean'] }), {});
  });
  return { version: trained.outputs.version };
});
const withEnd = pipeline('with-end', {}, (p) => {
  const trained = p.step(ended, {});
  p.step(publish, { version: trained.outputs.version });
});
const cluster = install((chart) => {
  for (const unit of [direct, nested, withEnd])
    new WorkflowTemplate(chart, unit === direct ? 'a' : unit === nested ? 'b' : 'c', {
      pipeline: unit,
      engine: argo('4.0'),
    });
});

describe.for(['direct', 'nested', 'with-end'])('a value of pipeline %s', (name) => {
  const run = (version: string) => cluster.run(name, { scenario: { train: succeeds({ version }) } });

  it.for(titled(['7', 'v1.2/x:y@z+a=b,c-_', '', `sha256:${'0'.repeat(64)}`, 'x'.repeat(4096)]))(
    'arrives: %s',
    async ([, version]) => {
      const passed = await run(version);
      expect(seenBy(passed, 'publish')).toMatchObject([{ argv: ['publish', version] }]);
      expect(passed.phase).toBe('Succeeded');
    },
  );

  it.for(
    titled(['{{= 1 + 1 }}', '{{workflow.name}}', '{{', `it's`, 'a b', 'a\nb', '7\n\n', '$(HOME)', 'é', '\\', '"']),
  )('that does not fit ends the run red: %s', async ([, version]) => {
    const ended = await run(version);
    expect(podsOf(ended)).not.toContain('publish');
    expect(ended.phase).toBe('Error');
  });
});
