import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { readExpression } from '../../../src/expr/argo/expression';
import { namesIn } from '../../../src/expr/argo/references';
import { requiredNames } from '../../../src/expr/argo/required-names';
import { type Answer, type AskedTask, askArgo, type Question } from './ask-argo';
import { verdict } from './compare';

const root = join(__dirname, '../../..');
const corpus = join(root, '../shared/corpus');

interface Texts {
  readonly tagged: Set<string>;
  readonly conditions: Set<string>;
  readonly expressions: Set<string>;
  readonly depends: Set<string>;
}

/** All texts that Argo would look into, in the YAML files of a folder. */
function textsIn(folder: string): Texts {
  const texts: Texts = { tagged: new Set(), conditions: new Set(), expressions: new Set(), depends: new Set() };
  const visit = (value: unknown, key: string): void => {
    if (typeof value === 'string') {
      if (key === 'when') texts.conditions.add(value);
      else if (key === 'expression' || key === 'fromExpression') texts.expressions.add(value);
      else if (key === 'depends') texts.depends.add(value);
      else if (value.includes('{{')) texts.tagged.add(value);
    } else if (value !== null && typeof value === 'object') {
      for (const [name, each] of Object.entries(value)) visit(each, name);
    }
  };
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.ya?ml$/.test(file)) continue;
    try {
      loadAll(readFileSync(join(folder, file), 'utf8'), (document) => visit(document, ''), { json: true });
    } catch {
      // Not every published file is YAML.
    }
  }
  return texts;
}

/** The names of a text with values of one kind; and without any. */
function scopesFor(names: readonly string[]): readonly { [name: string]: string | null }[] {
  const values = ['pass', '5', '[1, 2]', '{"a": 1, "b": "x"}', '', 'true', null];
  // A name that leads to others has no value of its own.
  const ends = names.filter((name) => !names.some((other) => other.startsWith(`${name}.`)));
  const dotted = ends.filter((name) => name.includes('.') || name === 'item' || name === 'retries');
  return [{}, ...values.map((value) => Object.fromEntries(dotted.map((name) => [name, value])))];
}

function questionsOf({ tagged, conditions, expressions, depends }: Texts): readonly Question[] {
  const questions: Question[] = [];
  const everyRound = (text: string, kinds: readonly Question['kind'][]) => {
    for (const scope of scopesFor(namesIn(text))) for (const kind of kinds) questions.push({ kind, text, scope });
  };
  for (const text of tagged) everyRound(text, ['inputs', 'template', 'item']);
  for (const text of conditions) everyRound(text, ['when', 'execute']);
  for (const text of expressions) {
    for (const scope of scopesFor(requiredNames(readExpression(text)))) {
      questions.push({ kind: 'expression', text, scope }, { kind: 'condition', text, scope });
    }
  }
  for (const text of depends) {
    for (const word of ['Succeeded', 'Failed', 'Errored', 'Skipped', 'Omitted', 'Daemoned', 'AllFailed'] as const) {
      questions.push({ kind: 'depends', text, scope: {}, tasks: tasksOf(text, word) });
    }
  }
  return questions;
}

function tasksOf(text: string, word: keyof AskedTask['results']): { readonly [name: string]: AskedTask } {
  const nothing = { Succeeded: false, Failed: false, Errored: false, Skipped: false, Omitted: false };
  const results = { ...nothing, Daemoned: false, AnySucceeded: false, AllFailed: false, [word]: true };
  const names = text.match(/[a-zA-Z0-9][-a-zA-Z0-9]*/g) ?? [];
  return Object.fromEntries(names.map((name) => [name, { results }]));
}

function compare(folder: string): { readonly differ: readonly string[]; readonly unsupported: readonly string[] } {
  const questions = questionsOf(textsIn(folder));
  const answers = askArgo(questions);
  if (answers === undefined) return { differ: [], unsupported: [] };
  expect(questions.length).toBeGreaterThan(50);
  const verdicts = questions.map((question, index) => verdict(question, answers[index] as Answer));
  return {
    differ: verdicts.filter((each) => each !== 'agree' && each !== 'unsupported'),
    unsupported: [
      ...new Set(questions.filter((_, index) => verdicts[index] === 'unsupported').map(({ text }) => text)),
    ],
  };
}

describe('what is written in real manifests', () => {
  it('means to us what it means to Argo in everything that we emit, and nothing is undecided', () => {
    const { differ, unsupported } = compare(join(root, 'dist-manifests'));
    expect(differ).toEqual([]);
    expect(unsupported).toEqual([]);
  });

  const published = ['argo-examples', 'argo-validate-fixtures', 'argo-events-examples'];
  it.each(published)('means to us what it means to Argo in the published files of %s', (folder) => {
    const path = join(corpus, folder);
    if (!existsSync(path)) {
      console.warn(`${folder} is not at hand, nothing was compared`);
      return;
    }
    const { differ, unsupported } = compare(path);
    expect(differ).toEqual([]);
    expect(unsupported.length).toBeLessThanOrEqual(8);
  });
});
