import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Run, type RunOptions, runProgram } from '../run-program';

const root = mkdtempSync(join(tmpdir(), 'claims-'));
afterAll(() => rmSync(root, { recursive: true }));

const digestOf = (content: string | Buffer): string => `sha256:${createHash('sha256').update(content).digest('hex')}`;

/** The claim of a node with a trained model, and the claim of all nodes. */
function claims(content: string | Buffer = 'a model') {
  const place = mkdtempSync(join(root, 'of-'));
  const [training, models] = [join(place, 'training'), join(place, 'models')];
  mkdirSync(join(training, 'forecast'), { recursive: true });
  mkdirSync(models);
  const file = join(training, 'forecast', 'model.pkl');
  const target = join(models, 'trained', 'forecast', 'model.pkl');
  writeFileSync(file, content);
  const env = { MODEL_FILE: file, TARGET_FILE: target, TARGET_CLAIM_FOLDER: models, DEADLINE_SECONDS: '20' };
  return { training, models, file, target, env };
}

const copy = (
  env: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
  options: RunOptions = {},
): Promise<Run> => runProgram('copy-model', { ...env, ...more }, options);

describe('copy-model', () => {
  it('copies the model to the other claim, and says which bytes it has', async () => {
    const { env, target } = claims();
    const { exit, outputs } = await copy(env);
    expect({ exit, ...outputs }).toMatchObject({ exit: 0, outcome: 'copied', digest: digestOf('a model') });
    expect(readFileSync(target, 'utf8')).toBe('a model');
    expect(readdirSync(join(target, '..'))).toEqual(['model.pkl']);
  });

  it('puts the model of this run in the place of that of the run before', async () => {
    const { env, file, target } = claims('old');
    await copy(env);
    writeFileSync(file, 'new');
    expect((await copy(env)).outputs).toMatchObject({ outcome: 'copied', digest: digestOf('new') });
    expect(readFileSync(target, 'utf8')).toBe('new');
  });

  it('leaves the old copy or the new one wherever it is killed, and ends well when it is started again', async () => {
    const content = Buffer.alloc(48 * 1024 * 1024, 'm');
    const { env, file, target } = claims('old');
    await copy(env);
    writeFileSync(file, content);
    await copy(env, {}, { kill: { signal: 'SIGKILL', when: /copying/ } });
    expect([digestOf('old'), digestOf(content)]).toContain(digestOf(readFileSync(target)));
    expect((await copy(env)).outputs).toMatchObject({ outcome: 'copied', digest: digestOf(content) });
    expect(readdirSync(join(target, '..'))).toEqual(['model.pkl']);
  });

  it.each<[string, (place: ReturnType<typeof claims>) => void, RegExp]>([
    ['there is no file', ({ file }) => rmSync(file), /there is no .*model\.pkl/],
    ['there is no folder', ({ file }) => rmSync(join(file, '..'), { recursive: true }), /there is no .*forecast/],
    ['the file is empty', ({ file }) => writeFileSync(file, ''), /is empty/],
    ['there are two models', ({ file }) => writeFileSync(join(file, '..', 'b.joblib'), 'b'), /2 models/],
    [
      'the file is a link to something else',
      ({ file }) => {
        rmSync(file);
        symlinkSync('/etc/hostname', file);
      },
      /is no file/,
    ],
  ])('refuses to copy where %s', async (_, spoil, reason) => {
    const place = claims();
    spoil(place);
    const { exit, outputs } = await copy(place.env);
    expect({ exit, ...outputs }).toMatchObject({ exit: 1, outcome: 'refused', reason: expect.stringMatching(reason) });
    expect(readdirSync(place.models)).toEqual([]);
  });

  it('makes no claim where none is mounted', async () => {
    const place = claims();
    rmSync(place.models, { recursive: true });
    const { exit, outputs } = await copy(place.env);
    expect({ exit, ...outputs }).toMatchObject({ exit: 1, outcome: 'error', reason: expect.stringMatching(/ENOENT/) });
  });

  it('says which call failed where a file is in the way of a folder', async () => {
    const place = claims();
    writeFileSync(join(place.models, 'trained'), 'a file');
    const { exit, outputs } = await copy(place.env);
    expect({ exit, ...outputs }).toMatchObject({ exit: 1, outcome: 'error', reason: expect.stringMatching(/ENOTDIR/) });
  });

  it.each([
    [{ TARGET_FILE: '/elsewhere/model.pkl' }, /TARGET_FILE: is not below/],
    [{ MODEL_FILE: 'model.pkl' }, /MODEL_FILE: .*absolute path/],
    [{ TARGET_CLAIM_FOLDER: '/a/../b' }, /TARGET_CLAIM_FOLDER/],
    [{ DEADLINE_SECONDS: 'soon' }, /DEADLINE_SECONDS/],
  ])('names what is wrong of %j', async (more, reason) => {
    const { exit, outputs } = await copy(claims().env, more);
    expect({ exit, ...outputs }).toMatchObject({ exit: 1, outcome: 'error', reason: expect.stringMatching(reason) });
  });

  it('ends at its deadline', async () => {
    const { env } = claims(Buffer.alloc(200 * 1024 * 1024, 'm'));
    const { outputs } = await copy(env, { DEADLINE_SECONDS: '0.1' });
    expect(outputs).toMatchObject({ outcome: 'error', reason: expect.stringMatching(/the deadline passed/) });
  });
});

describe('digest-model', () => {
  const digest = (file: string) => runProgram('digest-model', { MODEL_FILE: file, DEADLINE_SECONDS: '20' });

  it('says which bytes a model has, and that nobody judged them', async () => {
    const { exit, outputs } = await digest(claims().file);
    expect({ exit, ...outputs }).toMatchObject({
      exit: 0,
      outcome: 'measured',
      digest: digestOf('a model'),
      reason: expect.stringMatching(/nobody judged it/),
    });
  });

  it.each<[string, (file: string) => void]>([
    ['that is not there', (file) => rmSync(file)],
    ['that is empty', (file) => writeFileSync(file, '')],
    ['beside another one', (file) => writeFileSync(join(file, '..', 'other.pkl'), 'x')],
  ])('has no digest of a model %s', async (_, spoil) => {
    const { file } = claims();
    spoil(file);
    const { exit, outputs } = await digest(file);
    expect({ exit, ...outputs }).toMatchObject({ exit: 1, outcome: 'refused' });
    expect(outputs).not.toHaveProperty('digest');
  });
});
