import { describe, expect, it } from 'vitest';
import { fmt, text } from '../../../src/core/index';
import { js } from '../plain-javascript';
import { problemOf } from '../problem';
import { image } from '../units';

type Value = ReturnType<typeof fmt>;
const withValue = (command: (value: Value) => readonly unknown[]) => () =>
  js.task('q', {
    image,
    inputs: { value: text() },
    command: ({ inputs }: { readonly inputs: { readonly value: Value } }) => command(inputs.value),
  });

describe('a value from outside', () => {
  it.each<readonly [string, (value: Value) => readonly unknown[]]>([
    ['as the program', (value) => [value]],
    ['as a part of the program', (value) => [fmt`/opt/${value}`, 'x']],
    ['as text of a shell', (value) => ['sh', '-c', value]],
    ['inside text of a shell', (value) => ['/bin/bash', '-euc', fmt`train --epochs=${value}`]],
    ['as an argument of a shell script', (value) => ['bash', 'train.sh', value]],
    ['as text of a shell behind other programs', (value) => ['nice', '-n', '5', '/usr/bin/env', 'bash', '-c', value]],
    ['as text of a C shell', (value) => ['tcsh', '-c', value]],
    ['as a program for another user', (value) => ['sudo', value]],
    ['as what xargs runs', (value) => ['xargs', value]],
    ['as a program of awk', (value) => ['gawk', value]],
    ['as Python', (value) => ['python', '-c', value]],
    ['as Python, isolated', (value) => ['python3.12', '-Ic', value]],
    ['as Python, attached', (value) => ['python', fmt`-c${value}`]],
    ['inside Python, attached', (value) => ['python', fmt`-cimport os; os.system("${value}")`]],
    ['as JavaScript', (value) => ['node', '-e', value]],
    ['as JavaScript that is printed', (value) => ['node', '-pe', value]],
    ['as JavaScript, attached', (value) => ['node', fmt`--eval=${value}`]],
    ['as JavaScript in full', (value) => ['node', '--eval', value]],
    ['as Perl', (value) => ['perl', '-lane', value]],
    ['as Perl with features', (value) => ['perl', '-E', value]],
    ['as the script', (value) => ['python', value]],
    ['as the script behind options', (value) => ['/usr/local/bin/python3', '-u', '-B', value]],
    ['as the module', (value) => ['python', '-m', value]],
    ['as the script of Node', (value) => ['node', '--no-warnings', fmt`./${value}.mjs`]],
  ])('is refused %s', (_, command) => {
    const problem = problemOf(withValue(command));
    expect(problem).toMatchObject({ code: 'MLP1202', fix: expect.stringContaining('set env: ({ inputs }) =>') });
    expect(problem.message).toMatch(/task 'q' (runs .* as its program|puts .* behind '.*', where it could be read)/);
  });

  it.each<readonly [string, (value: Value) => readonly unknown[]]>([
    ['of a program of its own', (value) => ['train', value]],
    ['of a script', (value) => ['python', '-u', 'flow.py', value]],
    ['of a module', (value) => ['python', '-m', 'acme.train', '--lr', value]],
    ['with a long option', (value) => ['python', 'flow.py', fmt`--epochs=${value}`, '--checkpoint', value]],
    ['with an option of one dash', (value) => ['serve', fmt`-epochs=${value}`, fmt`-checkpoint=${value}`]],
    ['of a program whose name ends like a shell', (value) => ['flash', value]],
    ['of a script with a shell in its path', (value) => ['python', '/opt/sh/flow.py', value]],
  ])('is taken as an argument %s', (_, command) => {
    expect(withValue(command)).not.toThrow();
  });

  it('leaves shells without values alone', () => {
    expect(() => js.task('q', { image, command: ['sh', '-c', 'set -e; make'] })).not.toThrow();
  });
});
