import { PipelineError } from '../error';
import { RefNode } from '../ref';

const shells = /^(?:.*\/)?(?:sh|bash|dash|ash|zsh|ksh|fish|busybox|pwsh|cmd|eval|xargs|env|ssh)$/;
const textOptions = /^(?:-[a-z]*[cep]|--eval|--print|--command|--execute)$/;

/**
 * A value from outside never becomes program text: no ref after a shell, nor after an option that takes code.
 *
 * @internal
 */
export function checkShell(command: readonly (string | RefNode)[], what: string, at?: string): void {
  const codeFrom = command.findIndex(
    (word) => typeof word === 'string' && (shells.test(word) || textOptions.test(word)),
  );
  const spliced = codeFrom < 0 ? undefined : command.slice(codeFrom + 1).find((word) => RefNode.is(word));
  if (!RefNode.is(spliced)) return;
  throw new PipelineError({
    code: 'MLP1202',
    message: `${what} puts ${spliced.label} behind '${String(command[codeFrom])}', where it could be read as program text`,
    expected: 'values from outside in env, or as an argument of a program of its own',
    fix: 'set env: ({ inputs }) => ({ VALUE: inputs.value }) and read $VALUE in the program',
    at,
  });
}
