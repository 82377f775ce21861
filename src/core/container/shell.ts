import { PipelineError } from '../error';
import { RefNode } from '../ref';

const shells =
  /^(?:.*\/)?(?:(?:ba|da|a|z|k|mk|c|tc|fi)?sh|busybox|pwsh|cmd|eval|xargs|env|ssh|su|sudo|[gmn]?awk|parallel)$/;
const interpreters = /^(?:.*\/)?(?:python|pypy|node|deno|bun|perl|ruby|lua|php|julia|R|Rscript)[\d.]*$/;
const textOptions = /^(?:-[a-z]*[cep]|-[A-Za-z]{0,2}[ceE]|--eval|--print|--command|--execute)$/;
const attachedOption = /^(?:(?:--eval|--print|--command|--execute)=|-[A-Za-z]{0,2}[ceE](?:$|.*[\s(;]))/;

/**
 * A value from outside never becomes program text: no ref as the program, as what an interpreter runs, after a shell, nor
 * after an option that takes code.
 *
 * @internal
 */
export function checkShell(command: readonly (string | RefNode)[], what: string, at?: string): void {
  const place = command.findIndex((word, i) => RefNode.is(word) && isProgramText(word, command.slice(0, i)));
  const spliced = command[place];
  if (!RefNode.is(spliced)) return;
  const before = command.slice(0, place).findLast((word) => typeof word === 'string');
  throw new PipelineError({
    code: 'MLP1202',
    message:
      before === undefined
        ? `${what} runs ${spliced.label} as its program`
        : `${what} puts ${spliced.label} behind '${String(before)}', where it could be read as program text`,
    expected: 'values from outside in env, or as an argument of a program of its own',
    fix: 'set env: ({ inputs }) => ({ VALUE: inputs.value }) and read $VALUE in the program',
    at,
  });
}

function isProgramText(ref: RefNode, before: readonly (string | RefNode)[]): boolean {
  if (before.length === 0) return true;
  if (before.some((word) => typeof word === 'string' && (shells.test(word) || textOptions.test(word)))) return true;
  const [start] = ref.source.kind === 'format' ? ref.source.parts : [];
  if (typeof start === 'string' && attachedOption.test(start)) return true;
  // `python -u ref`: with nothing but options between, the value says what is run.
  const last = before.findLastIndex((word) => typeof word === 'string' && interpreters.test(word));
  return last >= 0 && before.slice(last + 1).every((word) => typeof word === 'string' && word.startsWith('-'));
}
