import { childrenOf, type Node } from '../../expr/argo/expr/node';
import { readExpression } from '../../expr/argo/expression';
import { partsOf } from '../../expr/argo/text-parts';
import type { SimulationPlan } from '../compile';

/**
 * The words that the manifests compare a value with, and the patterns that they ask it to match, by the last part of the
 * value's name: what a step may leave that makes a difference.
 *
 * @internal
 */
export function comparedWords(plan: SimulationPlan): {
  readonly words: ReadonlyMap<string, ReadonlySet<string>>;
  readonly patterns: ReadonlyMap<string, ReadonlySet<string>>;
} {
  const words = new Map<string, Set<string>>();
  const patterns = new Map<string, Set<string>>();
  const add: Add = (name, word, isPattern = false) => {
    const all = isPattern ? patterns : words;
    const own = all.get(name) ?? new Set();
    all.set(name, own.add(word));
  };
  for (const { spec, library } of [...plan.workflows, ...(plan.cron === undefined ? [] : [plan.cron.workflow])]) {
    for (const each of [spec, ...[...library.templates.values()].map((object) => object.spec)]) visit(each, '', add);
  }
  return { words, patterns };
}

type Add = (name: string, word: string, isPattern?: boolean) => void;

function visit(value: unknown, key: string, add: Add): void {
  if (typeof value === 'string') {
    if (key === 'expression') inExpression(readExpression(value).node, add);
    if (!value.includes('{{')) return;
    if (key === 'when') inCondition(value, add);
    for (const part of partsOf(value) ?? []) {
      if (part.kind === 'expression') inExpression(readExpression(part.source).node, add);
    }
  } else if (value !== null && typeof value === 'object') {
    for (const [name, each] of Object.entries(value)) visit(each, name, add);
  }
}

function inExpression(node: Node | undefined, add: Add): void {
  if (node === undefined) return;
  if (node.type === 'binary') {
    const { operator, left, right } = node;
    if (operator === '==' || operator === '!=') {
      if (right.type === 'string') named(left, right.value, add);
      if (left.type === 'string') named(right, left.value, add);
    }
    if (operator === 'matches' && right.type === 'string')
      named(left, right.value, (name, word) => add(name, word, true));
    if (operator === 'in' && right.type === 'array') {
      for (const each of right.nodes) if (each.type === 'string') named(left, each.value, add);
    }
  }
  for (const child of childrenOf(node)) inExpression(child, add);
}

function named(node: Node, word: string, add: Add): void {
  if (node.type === 'chain') named(node.node, word, add);
  if (node.type === 'member' && node.property.type === 'string') add(node.property.value, word);
}

/** `{{steps.test.outputs.parameters.verdict}} == pass`, quoted or not. */
const comparison = /["']?\{\{\s*([^{}=]+?)\s*\}\}["']?\s*(?:==|!=)\s*(?:"([^"]*)"|'([^']*)'|([\w.]+))/g;

function inCondition(text: string, add: Add): void {
  for (const [, name = '', double, single, bare] of text.matchAll(comparison)) {
    add(name.slice(name.lastIndexOf('.') + 1), double ?? single ?? bare ?? '');
  }
}

/**
 * The words for an output: those of its own name, and of inputs that are called after it, like `smoke-verdict`.
 *
 * @internal
 */
export function wordsFor(words: ReadonlyMap<string, ReadonlySet<string>>, output: string): readonly string[] {
  const found = new Set<string>();
  for (const [name, own] of words) {
    if (name === output || name.endsWith(`-${output}`)) for (const word of own) found.add(word);
  }
  return [...found].sort();
}
