import { describe, expect, it } from 'vitest';
import { evaluateDepends, type TaskResults, taskDependencies } from '../../../src/expr/argo/depends';
import { evaluateOutput } from '../../../src/expr/argo/expression';
import { createScope } from '../../../src/expr/argo/scope';
import { replaceText } from '../../../src/expr/argo/text';
import { replaceTree } from '../../../src/expr/argo/tree';
import { evaluateWhen } from '../../../src/expr/argo/when';

const scope = createScope(undefined, [
  ['inputs.parameters.epochs', '5'],
  ['steps.smoke.status', 'Skipped'],
  ['steps.smoke.outputs.parameters.verdict', null],
  ['steps.train.outputs.parameters.words', '{{workflow.name}} "x"\n'],
]);

const value = (text: string) => replaceText(text, scope, 'strict');
const problem = (text: string) => {
  const result = value(text);
  return result.ok ? result.value : result.problem.kind;
};

describe('tags', () => {
  it('reads a name with spaces around it', () => {
    expect(value('{{ inputs.parameters.epochs }} epochs')).toEqual({ ok: true, value: '5 epochs' });
  });

  it('waits for a step that has not run, whichever way it is written', () => {
    expect(problem('{{steps.gone.outputs.result}}')).toBe('unresolved');
    expect(problem('{{= steps.gone.outputs.result }}')).toBe('unresolved');
  });

  it('does not wait for what ?. guards', () => {
    expect(value("{{= steps.smoke?.outputs?.parameters?.verdict ?? 'error' }}")).toEqual({ ok: true, value: 'error' });
  });

  it('ends with an error where the output of a skipped step is used as it is', () => {
    expect(problem('{{steps.smoke.outputs.parameters.verdict}}')).toBe('failed');
  });

  it('leaves names of other places for a later round', () => {
    expect(problem('{{item}} {{nowhere.at.all}}')).toBe('{{item}} {{nowhere.at.all}}');
  });

  it('puts in what a pod has written, tags included, to be looked at in the next round', () => {
    expect(problem('{{steps.train.outputs.parameters.words}}')).toBe('{{workflow.name}} "x"\n');
  });

  it('resolves a nested name from the inside out, one round at a time', () => {
    const outer = createScope(undefined, [
      ['item', 'a'],
      ['inputs.parameters.a', 'found'],
    ]);
    const first = replaceText('{{inputs.parameters.{{item}}}}', outer, 'lenient');
    expect(first).toEqual({ ok: true, value: '{{inputs.parameters.a}}' });
    expect(first.ok && replaceText(first.value, outer, 'lenient')).toEqual({ ok: true, value: 'found' });
  });

  it('gives back the same object where nothing is replaced', () => {
    const template = { name: 'a', container: { args: ['x', '{{nowhere}}'] } };
    const result = replaceTree(template, scope, 'lenient');
    expect(result.ok && result.value).toBe(template);
  });

  it('does not guess what a tag without an end would swallow', () => {
    const result = replaceTree({ script: "awk '{{print $1}'" }, scope, 'lenient');
    expect(result.ok || result.problem.kind).toBe('unsupported');
  });
});

describe('expressions', () => {
  it.each([
    ['asInt(inputs.parameters.epochs) * 2', '10'],
    ["inputs.parameters.epochs == 5 ? 'number' : 'text'", 'text'],
    ['asFloat(inputs.parameters.epochs) / 2', '2.5'],
    ["steps['smoke'].status in ['Skipped', 'Omitted'] ? 'not run' : 'run'", 'not run'],
    ['toJson(map(1..3, {# * 2}))', '[2,4,6]'],
    ["sprig.default('none', steps.smoke.outputs.parameters.verdict)", 'none'],
    ['string({b: [1, 2.5], a: nil})', 'map[a:<nil> b:[1 2.5]]'],
  ])('%s is %s', (source, expected) => {
    expect(evaluateOutput(source, scope)).toEqual({ ok: true, value: expected });
  });

  it('says that it does not know what depends on the clock, or on the order of a map', () => {
    for (const source of ['now().Year()', 'keys({a: 1, b: 2})[0]', 'sprig.uuidv4()']) {
      const result = evaluateOutput(source, scope);
      expect(result.ok || result.problem.kind).toBe('unsupported');
    }
  });
});

describe('conditions of a step', () => {
  it.each([
    ['pass == pass', true],
    ["pass == 'pass'", true],
    ["5 == '5'", false],
    ['Failed in (Failed, Error)', true],
    ["'a-b' == a", false],
  ])('%s is %s', (text, expected) => {
    expect(evaluateWhen(text)).toEqual({ ok: true, value: expected });
  });

  it.each(['a-b == a', 'True', '{{steps.a.status}} == x', ' == pass', 'a b == c'])('%s is an error', (text) => {
    const result = evaluateWhen(text);
    expect(result.ok || result.problem.kind).toBe('failed');
  });
});

describe('what a task waits for', () => {
  const results = (...words: readonly (keyof TaskResults)[]): TaskResults => {
    const none = { Succeeded: false, Failed: false, Errored: false, Skipped: false, Omitted: false };
    const all = { ...none, Daemoned: false, AnySucceeded: false, AllFailed: false };
    return { ...all, ...Object.fromEntries(words.map((word) => [word, true])) };
  };
  const runs = (depends: string, of: TaskResults): unknown => {
    const found = taskDependencies({ name: 'b', depends }, (name) => ({ name }));
    if (!found.ok) return found.problem.kind;
    const result = evaluateDepends(found.value, () => of);
    return result.ok ? result.value : result.problem.kind;
  };

  it('runs after a bare name that succeeded or was skipped, not after one that failed or was omitted', () => {
    const words = ['Succeeded', 'Skipped', 'Daemoned', 'Failed', 'Errored', 'Omitted'] as const;
    expect(words.map((word) => runs('train-model', results(word)))).toEqual([true, true, true, false, false, false]);
  });

  it('takes continueOn of the task that it waits for as a yes', () => {
    const found = taskDependencies({ name: 'b', dependencies: ['a'] }, (name) => ({
      name,
      continueOn: { failed: true },
    }));
    expect(found.ok && evaluateDepends(found.value, () => results('Failed'))).toEqual({ ok: true, value: true });
  });

  it('is an error where a result has no such name', () => {
    expect(runs('a.Successful', results('Succeeded'))).toBe('failed');
  });
});
