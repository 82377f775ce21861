import { describe, expect, it } from 'vitest';
import { argo, hold, Image, pipeline, task, text, Volume, verdict, WorkflowTemplate } from '../../../src/index';
import { install } from '../cluster';
import { exits, killed, nodeLost, type Outcome, silent, succeeds } from '../kubelet/outcome';
import { podsOf, seenBy } from '../reading';

const image = Image.tagged('ghcr.io/acme/train:1.4.2');
const train = task('train', {
  image,
  outputs: { version: text() },
  writable: ['/work'],
  mounts: { '/data': Volume.shared('data', { size: '1Gi' }) },
  command: ['train'],
});
const gate = task('gate', { image, outputs: { verdict: verdict() }, command: ['gate'] });
const unit = pipeline('unit', {}, (p) => {
  const trained = p.step(train, {});
  const judged = p.step(gate, {}, { after: [trained] });
  return { version: trained.outputs.version, verdict: judged.outputs.verdict };
});
const publish = task('publish', {
  image,
  inputs: { version: text() },
  command: ({ inputs }) => ['publish', inputs.version],
});
const cluster = install((chart) => {
  const template = new WorkflowTemplate(chart, 'unit', { pipeline: unit, engine: argo('4.0') });
  const release = pipeline('release', {}, (p) => {
    const done = p.step(template, {});
    p.match(done.outputs.verdict, {
      pass: (p) => p.step(publish, { version: done.outputs.version }),
      fail: hold(),
      error: hold(),
      inconclusive: hold(),
    });
  });
  new WorkflowTemplate(chart, 'release', { pipeline: release, engine: argo('4.0') });
});
const run = (name: string, gate: Outcome, train: Outcome = succeeds({ version: '7' })) =>
  cluster.run(name, { scenario: { train, gate, 'end-red': exits(1) } });

describe('a pipeline called through its WorkflowTemplate', () => {
  it('brings account, security context, timeout and volumes of its pods', async () => {
    const passed = await run('release', succeeds({ verdict: 'pass' }));
    expect(podsOf(passed)).toEqual(['unit.train', 'unit.gate.gate', 'on-unit-verdict.pass']);
    const [trained, judged, published] = passed.pods.map(({ spec }) => spec);
    expect([trained, judged, published].map((spec) => spec?.serviceAccountName)).toEqual(['unit', 'unit', 'release']);
    expect(trained?.activeDeadlineSeconds).toBeGreaterThan(3000);
    expect(trained?.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(trained?.volumes?.map(({ name }) => name)).toEqual(expect.arrayContaining(['data', 'out', 'tmp', 'work']));
    expect(trained?.volumes?.find(({ name }) => name === 'data')?.persistentVolumeClaim?.claimName).toBe(
      `${passed.workflow.metadata.name}-data`,
    );
    expect(seenBy(passed, 'on-unit-verdict.pass')).toMatchObject([{ argv: ['publish', '7'] }]);
    expect(passed.phase).toBe('Succeeded');
  });

  it.for([
    ['fail', succeeds({ verdict: 'fail' }), 'fail'],
    ['inconclusive', succeeds({ verdict: 'inconclusive' }), 'inconclusive'],
    ['nothing', silent, 'error'],
    ['nothing, killed', killed, 'error'],
    ['nothing, lost', nodeLost, 'error'],
  ] as const)('hands its verdict to the caller when the gate leaves %s', async ([, outcome, arm]) => {
    const held = await run('release', outcome);
    expect(podsOf(held)).toEqual(['unit.train', 'unit.gate.gate', `on-unit-verdict.${arm}`]);
    expect(held.phase).toBe('Failed');
  });

  it('counts as error when it fails before its gate', async () => {
    const held = await run('release', succeeds({ verdict: 'pass' }), exits(1));
    expect(podsOf(held)).toEqual(['unit.train', 'on-unit-verdict.error']);
    expect(held.phase).toBe('Failed');
  });
});

describe('a pipeline that hands on a verdict, run on its own', () => {
  it('ends green on pass only', async () => {
    expect((await run('unit', succeeds({ verdict: 'pass' }))).phase).toBe('Succeeded');
    for (const outcome of [succeeds({ verdict: 'fail' }), succeeds({ verdict: 'inconclusive' }), killed, silent])
      expect((await run('unit', outcome)).phase).toBe('Failed');
  });
});
