import { describe, expect, it } from 'vitest';
import {
  argo,
  hold,
  Image,
  oneOf,
  pipeline,
  secretKey,
  task,
  text,
  Volume,
  WorkflowTemplate,
} from '../../../src/index';
import { applyAll } from '../apply';
import { api, install } from '../cluster';
import { type Outcome, runs, succeeds } from '../kubelet/outcome';
import { canChangeUser } from '../kubelet/process';
import { nodeOf, outputsOf } from '../reading';
import type { Run } from '../run';

const image = Image.tagged('docker.io/library/node:22.20.0-bookworm-slim');

/** Tells what a program sees of its pod, as JSON. */
const lookAround = `
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
const tried = (act) => { try { return act() ?? 'done'; } catch (problem) { return problem.code; } };
const seen = {
  argv: process.argv.slice(2),
  x: process.env.X,
  secret: process.env.SECRET,
  user: process.getuid(),
  root: tried(() => writeFileSync('/here', '')),
  program: tried(() => writeFileSync('/program/here', '')),
  tmp: tried(() => writeFileSync('/tmp/here', '')),
  home: tried(() => readdirSync('/root')),
  namespace: readFileSync('/var/run/secrets/kubernetes.io/serviceaccount/namespace', 'utf8'),
};
writeFileSync('/out/seen', Buffer.from(JSON.stringify(seen)).toString('hex'));
console.log('looked around');
if (process.argv[2] === 'wait') setInterval(() => {}, 1000);
`;
const look = task('look', {
  image,
  inputs: { x: text() },
  outputs: { seen: text({ default: '' }) },
  command: ({ inputs }) => ['node', '/program/look.mjs', inputs.x],
  env: ({ inputs }) => ({ X: inputs.x, SECRET: secretKey('key', 'word') }),
  mounts: { '/program': Volume.files('look', { 'look.mjs': lookAround }) },
});
const choose = task('choose', { image, outputs: { way: oneOf(['on', 'off']) }, command: ['node', '--version'] });

const cluster = install((chart) => {
  const looking = pipeline('looking', { x: text() }, (p, { x }) => {
    p.step(look, { x });
  });
  const choosing = pipeline('choosing', {}, (p) => {
    p.match(p.step(choose, {}).outputs.way, { on: (p) => p.step(look, { x: 'on' }), off: hold() });
  });
  new WorkflowTemplate(chart, 'looking', { pipeline: looking, engine: argo('4.0') });
  new WorkflowTemplate(chart, 'choosing', { pipeline: choosing, engine: argo('4.0') });
});
const { namespace } = cluster;
const secret = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'key', namespace },
  data: { word: Buffer.from("it's $(secret)").toString('base64') },
};
const look_ = async (x: string, outcome: Outcome = runs, seconds?: number) => {
  await applyAll(api, [secret]);
  return cluster.run('looking', {
    arguments: { x },
    scenario: { look: outcome },
    workflow: (workflow) => ({
      ...workflow,
      spec: { ...workflow.spec, ...(seconds === undefined ? {} : { activeDeadlineSeconds: seconds }) },
    }),
  });
};
const seenIn = (run: Run) => JSON.parse(Buffer.from(outputsOf(run, 'looking.look').seen ?? '', 'hex').toString());

describe('a program that runs for a pod', () => {
  it('has the files, the user and the account of the pod, and no more', async () => {
    const run = await look_('x');
    expect(run.phase).toBe('Succeeded');
    expect(seenIn(run)).toEqual({
      argv: ['x'],
      x: 'x',
      secret: "it's $(secret)",
      user: canChangeUser() ? 1000 : 0,
      root: 'EROFS',
      program: 'EROFS',
      tmp: 'done',
      home: 'ENOENT',
      namespace,
    });
    expect([...run.logs.values()]).toEqual(['looked around\n']);
  });

  it.for([
    "it's",
    'a "b" `c`',
    'a\nb\r\n',
    '$HOME $(X) $$ $$(X) $(',
    '\\',
    '',
    ' ',
    'é漢😀',
    '{ }} {',
    '64 KB '.repeat(10_922),
  ])('gets what the run was started with, whatever it is', async (x) => {
    const run = await look_(x);
    expect(seenIn(run)).toMatchObject({ argv: [x], x });
  });

  it('is ended at the deadline, and what it had written is still read', async () => {
    const run = await look_('wait', runs, 4);
    // The controller looks at the clock as well; what it says depends on who is first.
    const message = expect.stringMatching(/^(main: Error \(exit code 143\)|Step exceeded its deadline)$/);
    expect(nodeOf(run, 'looking.look')).toMatchObject({ phase: 'Failed', message });
    expect(seenIn(run)).toMatchObject({ argv: ['wait'] });
    expect(run.phase).toBe('Failed');
  });
});

describe('the program behind hold()', () => {
  it('says why and ends red', async () => {
    const run = await cluster.run('choosing', { scenario: { choose: succeeds({ way: 'off' }), 'end-red': runs } });
    expect(nodeOf(run, 'on-choose-way.off')).toMatchObject({ phase: 'Failed', message: 'main: Error (exit code 1)' });
    expect([...run.logs.values()].join()).toMatch(/^held: .*off/);
    expect(run.phase).toBe('Failed');
  });
});
