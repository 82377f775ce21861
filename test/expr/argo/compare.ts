import { evaluateDepends, taskDependencies } from '../../../src/expr/argo/depends';
import { evaluateCondition, evaluateOutput, readExpression } from '../../../src/expr/argo/expression';
import type { Result } from '../../../src/expr/argo/result';
import { createScope } from '../../../src/expr/argo/scope';
import { replaceText } from '../../../src/expr/argo/text';
import { evaluateWhen } from '../../../src/expr/argo/when';
import type { Answer, Question } from './ask-argo';

/** What we say to a question. */
export function ours(question: Question): Result<string | boolean> {
  const { kind, text, tasks = {} } = question;
  const scope = createScope(undefined, Object.entries(question.scope));
  switch (kind) {
    case 'inputs':
      return replaceText(text, scope, 'lenient');
    case 'template':
      return replaceText(text, scope, 'strict');
    case 'item':
      return replaceText(text, scope, 'all');
    case 'expression':
      return evaluateOutput(text, scope);
    case 'condition':
      return evaluateCondition(text, scope);
    case 'execute':
      return evaluateWhen(text);
    case 'when': {
      const said = replaceText(text, scope, 'strict');
      return said.ok ? evaluateWhen(said.value) : said;
    }
    case 'syntax': {
      const { problem } = readExpression(text);
      return problem === undefined ? { ok: true, value: '' } : { ok: false, problem };
    }
    case 'depends': {
      const found = taskDependencies({ name: 'waiting', depends: text }, (name) => {
        const task = tasks[name];
        const { continueOnError: error, continueOnFailed: failed } = task ?? {};
        return task && { name, continueOn: { error, failed } };
      });
      if (!found.ok) return found;
      const nothing = { Succeeded: false, Failed: false, Errored: false, Skipped: false, Omitted: false };
      const rest = { Daemoned: false, AnySucceeded: false, AllFailed: false };
      return evaluateDepends(found.value, (name) => tasks[name]?.results ?? { ...nothing, ...rest });
    }
  }
}

export type Verdict = 'agree' | 'unsupported' | string;

/** Whether we say what Argo says, in value or in the class of the error; else what was said. */
export function verdict(question: Question, argo: Answer): Verdict {
  const said = ours(question);
  if (!said.ok && said.problem.kind === 'unsupported') return 'unsupported';
  const expected =
    argo.error !== undefined
      ? argo.waits === true
        ? 'unresolved'
        : 'failed'
      : question.kind === 'syntax'
        ? 'ok '
        : `ok ${argo.truth ?? argo.text}`;
  const actual = said.ok ? `ok ${said.value}` : said.problem.kind;
  if (actual === expected) return 'agree';
  const why = said.ok ? '' : ` (${said.problem.message})`;
  const { kind, text, scope, tasks } = question;
  return `${kind} ${JSON.stringify(text)} in ${JSON.stringify(tasks ?? scope)}\n  Argo: ${expected} ${argo.error ?? ''}\n  we:   ${actual}${why}`;
}
