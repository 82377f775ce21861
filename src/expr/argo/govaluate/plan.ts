import type { Token, TokenKind } from './tokens';

/**
 * A step of a condition. Changed in place while it is planned.
 *
 * @internal
 */
export interface Stage {
  /** `literal`, `parameter`, `noop` for parentheses, `prefix -` and the like, or the operator. */
  symbol: string;
  left: Stage | undefined;
  right: Stage | undefined;
  value: Token['value'] | undefined;
}

interface Level {
  readonly kind: TokenKind;
  readonly symbols: ReadonlySet<string>;
}

/** From the weakest binding to the strongest. */
const levels: readonly Level[] = [
  { kind: 'SEPARATOR', symbols: new Set([',']) },
  { kind: 'TERNARY', symbols: new Set(['?', ':', '??']) },
  { kind: 'LOGICALOP', symbols: new Set(['||']) },
  { kind: 'LOGICALOP', symbols: new Set(['&&']) },
  { kind: 'COMPARATOR', symbols: new Set(['==', '!=', '>', '>=', '<', '<=', '=~', '!~', 'in']) },
  { kind: 'MODIFIER', symbols: new Set(['^', '&', '|']) },
  { kind: 'MODIFIER', symbols: new Set(['>>', '<<']) },
  { kind: 'MODIFIER', symbols: new Set(['+', '-']) },
  { kind: 'MODIFIER', symbols: new Set(['*', '/', '%']) },
  { kind: 'MODIFIER', symbols: new Set(['**']) },
];

/**
 * The steps of a condition, in the order in which the engine takes them.
 *
 * @internal
 */
export function plan(tokens: readonly Token[]): Stage | undefined {
  const root = planLevel({ tokens, at: 0 }, 0);
  if (root !== undefined) reorder(root);
  return root;
}

interface Stream {
  readonly tokens: readonly Token[];
  at: number;
}

function planLevel(stream: Stream, index: number): Stage | undefined {
  const level = levels[index];
  if (level === undefined) return planValue(stream);
  const left = planLevel(stream, index + 1);
  const token = stream.tokens[stream.at];
  if (token?.kind !== level.kind || !level.symbols.has(String(token.value))) return left;
  stream.at += 1;
  return { symbol: String(token.value), left, right: planLevel(stream, index), value: undefined };
}

function planValue(stream: Stream): Stage | undefined {
  const token = stream.tokens[stream.at];
  if (token === undefined || token.kind === 'CLAUSE_CLOSE') return undefined;
  stream.at += 1;
  switch (token.kind) {
    case 'CLAUSE': {
      const right = planLevel(stream, 0);
      stream.at += 1;
      return { symbol: 'noop', left: undefined, right, value: undefined };
    }
    case 'PREFIX':
      return { symbol: `prefix ${String(token.value)}`, left: undefined, right: planValue(stream), value: undefined };
    case 'ACCESSOR':
    case 'VARIABLE':
      // What is called with an accessor does not matter: there is nothing under its name.
      if (stream.tokens[stream.at]?.kind === 'CLAUSE') planLevel(stream, 0);
      return { symbol: 'parameter', left: undefined, right: undefined, value: token.value };
    default:
      return { symbol: 'literal', left: undefined, right: undefined, value: token.value };
  }
}

function precedence(symbol: string): number {
  const known: { readonly [symbol: string]: number } = {
    noop: 0,
    literal: 1,
    parameter: 1,
    ',': 13,
    '||': 12,
    '&&': 11,
  };
  const rank = known[symbol];
  if (rank !== undefined) return rank;
  if (symbol.startsWith('prefix ')) return 3;
  if (symbol === '**') return 4;
  if ('+-'.includes(symbol)) return 5;
  if ('^&|'.includes(symbol)) return 6;
  if (symbol === '>>' || symbol === '<<') return 7;
  if ('*/%'.includes(symbol)) return 8;
  return symbol === '?' || symbol === ':' || symbol === '??' ? 10 : 9;
}

/** What binds alike was read from the right; this turns it round, as the engine does. */
function reorder(root: Stage): void {
  let alike: Stage[] = [];
  let rank = precedence(root.symbol);
  for (let stage: Stage | undefined = root; stage !== undefined; ) {
    const next: Stage | undefined = stage.right;
    if (stage.left !== undefined) reorder(stage.left);
    const own = precedence(stage.symbol);
    if (own === rank) {
      alike.push(stage);
    } else {
      if (alike.length > 1) mirror(alike);
      alike = [stage];
      rank = own;
    }
    stage = next;
  }
  if (alike.length > 1) mirror(alike);
}

function mirror(stages: readonly Stage[]): void {
  const at = (index: number): Stage => stages[index] as Stage;
  const last = stages.length - 1;
  for (const stage of stages) [stage.left, stage.right] = [stage.right, stage.left];
  [at(last).left, at(0).right] = [at(0).right, at(last).left];
  for (let index = 0; index < Math.trunc((stages.length - 2) / 2) + 1; index++) {
    const [front, back] = [at(index + 1), at(stages.length - index - 1)];
    [front.right, back.right] = [back.right, front.right];
  }
  for (let index = 0; index < Math.trunc(stages.length / 2); index++) {
    const [front, back] = [at(index), at(last - index)];
    [front.symbol, back.symbol] = [back.symbol, front.symbol];
    [front.value, back.value] = [back.value, front.value];
  }
}
