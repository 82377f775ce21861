import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runProgram } from '../run-program';

const text = { kind: 'text', pattern: '[a-z]*' };

describe('take-inputs, as a process', () => {
  const values = JSON.stringify([{ name: 'who', value: { kind: 'given', name: 'who' }, type: text }]);

  it('is silent about values that fit', async () => {
    const run = await runProgram('take-inputs', { VALUES: values }, { args: ['who=me'] });
    expect(run).toMatchObject({ exit: 0, stdout: '', stderr: '' });
  });

  it.each([
    ['a value that does not fit', { VALUES: values }, ['who=ME'], 'take-inputs: who: it does not match [a-z]*: ME\n'],
    ['a value that is not given', { VALUES: values }, [], 'take-inputs: who: the value who is not given\n'],
    [
      'an argument that is none',
      { VALUES: values },
      ['ME'],
      'take-inputs: an argument is neither name=text nor a list\n',
    ],
    ['no values', {}, [], 'take-inputs: VALUES: is not set\n'],
    ['values that are none', { VALUES: '{' }, [], 'take-inputs: VALUES: is no JSON\n'],
    [
      'more than fits into a message',
      {
        VALUES: JSON.stringify([{ name: 'who', value: { kind: 'text', text: 'x'.repeat(4000) } }]),
        FILES: '{"who":"/nowhere/x"}',
      },
      [],
      'take-inputs: the values have 4002 bytes, and Tekton hands on 3500 at the most\n',
    ],
  ])('refuses %s', async (_, environment: Record<string, string>, args, stdout) => {
    expect(await runProgram('take-inputs', environment, { args })).toMatchObject({ exit: 1, stdout, stderr: '' });
  });
});

describe('take-inputs, to the next step', () => {
  const folder = mkdtempSync(join(tmpdir(), 'take-inputs-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const left = async (variable: string, given: string) => {
    const file = join(folder, 'x');
    const VALUES = JSON.stringify([{ name: 'x', value: { kind: 'text', text: given } }]);
    await runProgram('take-inputs', { VALUES, [variable]: JSON.stringify({ x: file }) });
    return readFileSync(file, 'utf8');
  };

  it.each(['[]', '["a","b"]', '{"a":"b"}', '"quoted"', 'null', '', 'a b', '7'])(
    'leaves %j as a string that Tekton can not read as anything else',
    async (given) => {
      expect(JSON.parse(await left('STEP_FILES', given))).toBe(given);
    },
  );

  it('leaves a result of the task as it is', async () => {
    expect(await left('FILES', '["a"]')).toBe('["a"]');
  });
});

describe('hand-on, as a process', () => {
  const outputs = { outputs: [{ name: 'who', file: '/nowhere/who', type: text }], when: [], maxBytes: 1000 };

  it.each([
    [
      'a program that left nothing',
      { OUTPUTS: JSON.stringify(outputs), FILES: '{}' },
      'output who: the program left no /nowhere/who',
    ],
    ['no outputs', { FILES: '{}' }, 'OUTPUTS: is not set'],
    ['no files', { OUTPUTS: JSON.stringify(outputs) }, 'FILES: is not set'],
  ])('fails after %s', async (_, environment: Record<string, string>, line) => {
    const run = await runProgram('hand-on', environment);
    expect(run).toMatchObject({ exit: 1, stdout: `hand-on: ${line}\n`, stderr: '' });
  });

  it('fails where the results can not be written', async () => {
    const environment = { OUTPUTS: JSON.stringify({ ...outputs, outputs: [] }), FILES: '{"who":"/nowhere/who"}' };
    expect(await runProgram('hand-on', environment)).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining('ENOENT'),
    });
  });
});
