import { describe, expect, it } from 'vitest';
import { freeNames } from '../../../src/expr/cel/free-names';
import { parseCel } from '../../../src/expr/cel/parse';
import { CelError } from '../../../src/expr/cel/tree';

const namesIn = (text: string) => [...freeNames(parseCel(text))].map(({ name }) => name);

describe('an expression of CEL', () => {
  it.each([
    ["body.ref == 'refs/heads/main'", ['body']],
    ["has(body.head) && header.match('X-GitHub-Event', 'push')", ['body', 'header']],
    ['body.commits.exists(c, c.author == author)', ['body', 'author']],
    ['[1, 2].map(x, x > 1, x * factor)', ['factor']],
    ['{"a": b, c: 1}[d]', ['b', 'c', 'd']],
    ["'production' in ['staging', stage]", ['stage']],
    ['.global.name + Message{field: value}.field', ['.global', 'value']],
  ])('asks for the names that it does not bring itself: %s', (text, names) => {
    expect(namesIn(text)).toEqual(names);
  });

  it.each([
    ['body.ref = "main"', "'=' compares nothing: equality is '=='", 9],
    ["body.ref == 'main", "the text that begins with ' has no end", 12],
    ['(body.a && body.b', "the expression ends too early: ')' is missing", 17],
    ['body.a & body.b', "'&' is no operator: write '&&'", 7],
    ['$(params.stage) == "production"', "'$' has no meaning here", 0],
    ['body.a ==', 'the expression ends too early', 9],
    [String.raw`"\d"`, String.raw`'\d' is no escape: write '\\' for a backslash`, 1],
    ['has(body)', 'has() asks for a field: has(body.ref)', 0],
    ['package.name', "'package' is a word that CEL keeps for itself", 0],
    [`${'('.repeat(300)}1${')'.repeat(300)}`, 'the expression is too deep', 250],
  ])('is none, and why and where is said: %s', (text, message, at) => {
    let found: unknown;
    try {
      parseCel(text);
    } catch (problem) {
      found = problem;
    }
    expect(found).toBeInstanceOf(CelError);
    expect(found).toMatchObject({ message, at });
  });
});
