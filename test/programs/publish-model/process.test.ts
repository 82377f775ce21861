import { createHash, randomUUID } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readEnvironment } from '../../../src/programs/environment';
import { contract } from '../../../src/programs/publish-model/contract';
import { type Run, type RunOptions, runProgram } from '../run-program';

const root = mkdtempSync(join(tmpdir(), 'claim-'));
afterAll(() => rmSync(root, { recursive: true }));

interface Place {
  readonly env: Readonly<Record<string, string>>;
  /** Of the model, on the claim. */
  readonly folder: string;
  readonly file: string;
}

function place(content: string | Buffer = 'a model', run = 'run-1'): Place {
  const claim = mkdtempSync(join(root, 'of-'));
  const file = join(claim, 'trained', 'model.pkl');
  for (const folder of ['trained', 'models']) mkdirSync(join(claim, folder));
  writeFileSync(file, content);
  const env = {
    MODEL_FILE: file,
    MODEL_DIGEST: digestOf(content),
    MODELS_FOLDER: join(claim, 'models'),
    CLAIM: 'model-storage-pvc',
    MODEL_NAME: 'anomaly-detector',
    RUN: run,
    DEADLINE_SECONDS: '20',
  };
  return { env, folder: join(claim, 'models', 'anomaly-detector'), file };
}

const digestOf = (content: string | Buffer): string => `sha256:${createHash('sha256').update(content).digest('hex')}`;

const publish = ({ env }: Place, more: Readonly<Record<string, string>> = {}, options: RunOptions = {}): Promise<Run> =>
  runProgram('publish-model', { ...env, ...more }, options);

/** What is served of: everything but what begins with a dot. */
const published = ({ folder }: Place): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => !name.startsWith('.'))
      .sort()
      .map((name) => [
        name,
        readdirSync(join(folder, name))
          .map((file) => `${file}: ${readFileSync(join(folder, name, file))}`)
          .join(),
      ]),
  );

/** Another run of the same model. */
function again(of: Place, run: string, content: string): Readonly<Record<string, string>> {
  writeFileSync(of.file, content);
  return { RUN: run, MODEL_DIGEST: digestOf(content) };
}

describe('publish-model', () => {
  it('puts the file into a folder of its version, and says where', async () => {
    const at = place();
    const { exit, stderr, outputs } = await publish(at);
    expect({ exit, stderr, ...outputs }).toMatchObject({
      exit: 0,
      stderr: '',
      outcome: 'published',
      'model-version': '1',
      'artifact-uri': 'pvc://model-storage-pvc/anomaly-detector/1',
      'run-id': 'run-1',
      digest: digestOf('a model'),
    });
    expect(published(at)).toEqual({ 1: 'model.pkl: a model' });
    expect(statSync(join(at.folder, '1', 'model.pkl')).mode & 0o777).toBe(0o444);
  });

  it('gives every run a version of its own, and leaves those before it as they are', async () => {
    const at = place('first');
    const versions = [(await publish(at)).outputs['model-version']];
    for (const run of ['run-2', 'run-3'])
      versions.push((await publish(at, again(at, run, run))).outputs['model-version']);
    expect(versions).toEqual(['1', '2', '3']);
    expect(published(at)).toEqual({ 1: 'model.pkl: first', 2: 'model.pkl: run-2', 3: 'model.pkl: run-3' });
  });

  it('gives a run that is published again the version that it has', async () => {
    const at = place('first');
    await publish(at);
    await publish(at, again(at, 'run-2', 'second'));
    const { exit, outputs } = await publish(at, again(at, 'run-1', 'first'));
    expect({ exit, ...outputs }).toMatchObject({ exit: 0, outcome: 'already-published', 'model-version': '1' });
    expect(Object.keys(published(at))).toEqual(['1', '2']);
  });

  it('never overwrites: a run that has published something else is refused', async () => {
    const at = place('first');
    await publish(at);
    const { exit, outputs } = await publish(at, again(at, 'run-1', 'second'));
    expect({ exit, outcome: outputs.outcome }).toEqual({ exit: 1, outcome: 'refused' });
    expect(outputs.reason).toMatch(/\/1 is there with other content/);
    expect(published(at)).toEqual({ 1: 'model.pkl: first' });
  });

  it('goes on behind folders that somebody else made', async () => {
    const at = place();
    mkdirSync(join(at.folder, '41'), { recursive: true });
    expect((await publish(at)).outputs['model-version']).toBe('42');
  });

  it('publishes nothing but the bytes that were judged', async () => {
    const at = place();
    writeFileSync(at.file, 'swapped afterwards');
    const { exit, outputs } = await publish(at);
    expect({ exit, outcome: outputs.outcome }).toEqual({ exit: 1, outcome: 'refused' });
    expect(outputs.reason).toMatch(/was judged$/);
    expect(published(at)).toEqual({});
    expect(readdirSync(at.folder)).toEqual(['.versions']);
  });

  it('follows no link to anything else', async () => {
    const at = place();
    rmSync(at.file);
    symlinkSync('/etc/passwd', at.file);
    const { exit, outputs } = await publish(at);
    expect({ exit, outcome: outputs.outcome }).toEqual({ exit: 1, outcome: 'error' });
    expect(outputs.reason).toMatch(/ELOOP/);
    expect(published(at)).toEqual({});
  });

  it.each([
    ['no file', { MODEL_FILE: '/nowhere/model.pkl' }, /open of \/nowhere\/model\.pkl failed: ENOENT/],
    [
      'a claim that is not mounted',
      { MODELS_FOLDER: '/nowhere/models' },
      /mkdir of \/nowhere\/models.* failed: ENOENT/,
    ],
    ['a claim that can not be written to', { MODELS_FOLDER: '/proc' }, /mkdir of \/proc\/anomaly-detector failed: /],
  ])('says what is wrong with %s', async (_, more, reason) => {
    const { exit, outputs } = await publish(place(), more);
    expect({ exit, outcome: outputs.outcome }).toEqual({ exit: 1, outcome: 'error' });
    expect(outputs.reason).toMatch(reason);
  });

  it('gives runs that publish at the same time different versions, each whole', async () => {
    const at = place('x'.repeat(3_000_000));
    const runs = await Promise.all(['a', 'b', 'c', 'd'].map((run) => publish(at, { RUN: run })));
    expect(runs.map(({ exit }) => exit)).toEqual([0, 0, 0, 0]);
    expect(runs.map(({ outputs }) => outputs['model-version']).sort()).toEqual(['1', '2', '3', '4']);
    expect(Object.keys(published(at))).toEqual(['1', '2', '3', '4']);
  });

  it('leaves one whole version when two pods of the same run publish at the same time', async () => {
    const content = 'y'.repeat(3_000_000);
    const at = place(content);
    const runs = await Promise.all([publish(at), publish(at), publish(at)]);
    expect(runs.filter(({ exit }) => exit === 0).length).toBeGreaterThan(0);
    expect(published(at)).toEqual({ 1: `model.pkl: ${content}` });
    expect((await publish(at)).outputs).toMatchObject({ outcome: 'already-published', 'model-version': '1' });
  });

  it.each(['MODEL_FILE', 'MODEL_DIGEST', 'MODELS_FOLDER', 'CLAIM', 'MODEL_NAME', 'RUN'])(
    'refuses odd text in %s',
    (name) => {
      const { env } = place();
      for (const value of ['../../etc', '/a/../b/model.pkl', '{{x}}', '$(id)', 'a\nb', ''])
        expect(() => readEnvironment({ ...env, [name]: value }, contract), value).toThrow(`${name}: `);
      expect(readEnvironment(env, contract)).toMatchObject({ run: 'run-1' });
    },
  );
});

/** Calls of the file system, counted by a module that is loaded before the program; it dies before or after the n-th. */
const dying = (call: number, when: 'before' | 'after') => `
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
let count = 0;
const die = () => process.kill(process.pid, 'SIGKILL');
const counted = (real) => async function (...given) {
  if (!String(given[0]).includes('/models/')) return real.apply(this, given);
  const turn = ++count;
  if (turn === ${call} && '${when}' === 'before') { die(); await new Promise(() => undefined); }
  try { return await real.apply(this, given); }
  finally { if (turn === ${call} && '${when}' === 'after') { die(); await new Promise(() => undefined); } }
};
for (const name of ['mkdir', 'readdir', 'readFile', 'link', 'rename', 'rm', 'open']) fs.promises[name] = counted(fs.promises[name]);
syncBuiltinESMExports();
process.on('exit', () => process.stdout.write('calls: ' + count + '\\n'));
`;

const loaded = (text: string) => ({ NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(text)}` });

describe('publish-model, killed', () => {
  const content = randomUUID();

  it('ends in the same state wherever it is killed and started again', async () => {
    const whole = await publish(place(content), loaded(dying(-1, 'after')));
    const calls = Number(/calls: (\d+)/.exec(whole.stdout)?.[1]);
    expect(calls).toBeGreaterThan(10);
    const killedAt = async (call: number, when: 'before' | 'after'): Promise<void> => {
      const at = place(content);
      const killed = await publish(at, loaded(dying(call, when)));
      expect({ call, when, exit: killed.exit, ...killed.outputs }).toMatchObject({ exit: null, outcome: 'error' });
      // Whoever serves sees all of it or nothing.
      const visible = Object.values(safePublished(at));
      expect({ call, when, odd: visible.filter((each) => each !== `model.pkl: ${content}`) }).toMatchObject({
        odd: [],
      });
      const { exit, outputs } = await publish(at);
      expect({ call, when, exit, ...outputs }).toMatchObject({
        exit: 0,
        'model-version': '1',
        digest: digestOf(content),
      });
      expect(published(at)).toEqual({ 1: `model.pkl: ${content}` });
      expect(readdirSync(at.folder).filter((name) => name !== '.versions')).toEqual(['1']);
    };
    for (let call = 1; call <= calls; call += 1) await Promise.all([killedAt(call, 'before'), killedAt(call, 'after')]);
  }, 120_000);
});

function safePublished(at: Place): Record<string, string> {
  try {
    return published(at);
  } catch {
    return {};
  }
}
