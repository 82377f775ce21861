import { builtinNames, predicates } from './builtin-names';
import { CompileError } from './evaluation-error';
import { lex, type Token } from './lexer';
import type { Node } from './node';

const unary: { readonly [operator: string]: number } = { not: 50, '!': 50, '-': 90, '+': 90 };

const binary: { readonly [operator: string]: number } = {
  '|': 0,
  or: 10,
  '||': 10,
  and: 15,
  '&&': 15,
  '==': 20,
  '!=': 20,
  '<': 20,
  '>': 20,
  '>=': 20,
  '<=': 20,
  in: 20,
  matches: 20,
  contains: 20,
  startsWith: 20,
  endsWith: 20,
  '..': 25,
  '+': 30,
  '-': 30,
  '*': 60,
  '/': 60,
  '%': 60,
  '**': 100,
  '^': 100,
  '??': 500,
};

const rightAssociative = new Set(['**', '^']);
const negatable = new Set(['contains', 'matches', 'startsWith', 'endsWith', 'in']);
const comparisons = new Set(['<', '>', '>=', '<=']);
const mostNodes = 10_000;

/**
 * The syntax tree of an expression.
 *
 * @throws CompileError in the engine's words, without the place
 * @internal
 */
export function parse(source: string): Node {
  return new Parser(lex(source)).parse();
}

class Parser {
  private at = 0;
  private predicateDepth = 0;
  private count = 0;
  private readonly tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  parse(): Node {
    const node = this.sequence();
    if (this.current.kind !== 'end') this.unexpected();
    return node;
  }

  private get current(): Token {
    return this.tokens[this.at] ?? { kind: 'end', value: '' };
  }

  private next(): Token {
    const token = this.current;
    if (this.at >= this.tokens.length) throw new CompileError('unexpected end of expression');
    this.at += 1;
    return token;
  }

  private is(kind: Token['kind'], value?: string): boolean {
    const { current } = this;
    return current.kind === kind && (value === undefined || current.value === value);
  }

  private expect(kind: Token['kind'], value?: string): Token {
    if (!this.is(kind, value)) this.unexpected();
    return this.next();
  }

  private unexpected(token = this.current): never {
    const kinds = { identifier: 'Identifier', number: 'Number', string: 'String', operator: 'Operator' } as const;
    if (token.kind === 'end') throw new CompileError('unexpected token EOF');
    const kind = token.kind === 'bracket' ? 'Bracket' : kinds[token.kind];
    throw new CompileError(`unexpected token ${kind}(${JSON.stringify(token.value)})`);
  }

  private made(node: Node): Node {
    this.count += 1;
    if (this.count > mostNodes) throw new CompileError('compilation failed: expression exceeds maximum allowed nodes');
    return node;
  }

  private sequence(): Node {
    const first = this.expression(0);
    const nodes = [first];
    while (this.is('operator', ';')) {
      this.next();
      if (this.is('end')) break;
      nodes.push(this.expression(0));
    }
    return nodes.length === 1 ? first : this.made({ type: 'sequence', nodes });
  }

  private expression(precedence: number): Node {
    if (precedence === 0 && this.is('operator', 'let')) return this.declaration();
    if (precedence === 0 && this.is('operator', 'if')) return this.conditionalIf();
    let left = this.primary();
    let previous = '';
    while (this.is('operator')) {
      const start = this.at;
      const negated = this.is('operator', 'not');
      if (negated) {
        this.next();
        if (!negatable.has(this.current.value)) this.unexpected();
      }
      const operator = this.current.value;
      const rank = Object.hasOwn(binary, operator) ? binary[operator] : undefined;
      if (rank === undefined || rank < precedence) {
        this.at = start;
        break;
      }
      this.next();
      if (operator === '|') {
        left = this.call(this.expect('identifier').value, [left]);
      } else if (previous === '??' && operator !== '??') {
        throw new CompileError(
          `Operator (${operator}) and coalesce expressions (??) cannot be mixed. Wrap either by parentheses.`,
        );
      } else if (comparisons.has(operator)) {
        left = this.comparison(left, operator, rank);
      } else {
        const right = this.expression(rightAssociative.has(operator) ? rank : rank + 1);
        left = this.made({ type: 'binary', operator, left, right });
        if (negated) left = this.made({ type: 'unary', operator: 'not', node: left });
      }
      previous = operator;
    }
    return precedence === 0 ? this.conditional(left) : left;
  }

  private declaration(): Node {
    this.next();
    const { value: name } = this.expect('identifier');
    // The lexer takes `=` with what follows, so there has to be a space or a word behind it.
    this.expect('operator', '=');
    const value = this.expression(0);
    this.expect('operator', ';');
    return this.made({ type: 'let', name, value, body: this.sequence() });
  }

  private conditionalIf(): Node {
    this.next();
    const condition = this.expression(0);
    this.expect('bracket', '{');
    const yes = this.sequence();
    this.expect('bracket', '}');
    this.expect('operator', 'else');
    if (this.is('operator', 'if')) return { type: 'conditional', condition, yes, no: this.conditionalIf() };
    this.expect('bracket', '{');
    const no = this.sequence();
    this.expect('bracket', '}');
    return { type: 'conditional', condition, yes, no };
  }

  private conditional(start: Node): Node {
    let node = start;
    while (this.is('operator', '?')) {
      this.next();
      let yes = node;
      if (this.is('operator', ':')) this.next();
      else {
        yes = this.expression(0);
        this.expect('operator', ':');
      }
      node = this.made({ type: 'conditional', condition: node, yes, no: this.expression(0) });
    }
    return node;
  }

  private comparison(start: Node, first: string, rank: number): Node {
    let left = start;
    let operator = first;
    let root: Node | undefined;
    for (;;) {
      const right = this.expression(rank + 1);
      const node = this.made({ type: 'binary', operator, left, right });
      root = root === undefined ? node : this.made({ type: 'binary', operator: '&&', left: root, right: node });
      left = right;
      if (!this.is('operator') || !comparisons.has(this.current.value)) return root;
      operator = this.next().value;
    }
  }

  private primary(): Node {
    const token = this.current;
    const rank = Object.hasOwn(unary, token.value) ? unary[token.value] : undefined;
    if (token.kind === 'operator' && rank !== undefined) {
      this.next();
      const node = this.expression(rank);
      return this.postfix(this.made({ type: 'unary', operator: token.value, node }));
    }
    if (this.is('bracket', '(')) {
      this.next();
      const node = this.sequence();
      this.expect('bracket', ')');
      return this.postfix(node);
    }
    if (this.predicateDepth > 0 && (this.is('operator', '#') || this.is('operator', '.'))) {
      let name = '';
      if (this.is('operator', '#')) {
        this.next();
        if (this.is('identifier')) name = this.next().value;
      }
      return this.postfix(this.made({ type: 'pointer', name }));
    }
    if (this.is('operator', '::')) {
      this.next();
      return this.postfix(this.call(this.expect('identifier').value, []));
    }
    return this.secondary();
  }

  private secondary(): Node {
    const token = this.current;
    switch (token.kind) {
      case 'identifier':
        this.next();
        if (token.value === 'true' || token.value === 'false') {
          return this.made({ type: 'bool', value: token.value === 'true' });
        }
        if (token.value === 'nil') return this.made({ type: 'nil' });
        return this.postfix(
          this.is('bracket', '(') ? this.call(token.value, []) : this.made({ type: 'identifier', name: token.value }),
        );
      case 'number':
        this.next();
        return this.made(numberNode(token.value.replaceAll('_', '')));
      case 'string':
        this.next();
        return this.postfix(this.made({ type: 'string', value: token.value }));
      default:
        if (this.is('bracket', '[')) return this.postfix(this.array());
        if (this.is('bracket', '{')) return this.postfix(this.map());
        return this.unexpected();
    }
  }

  private call(name: string, before: readonly Node[]): Node {
    const shape = predicates.get(name);
    if (shape !== undefined) return this.predicateCall(name, shape.slice(before.length), before);
    const args = this.arguments(before);
    if (builtinNames.has(name)) return this.made({ type: 'builtin', name, args });
    return this.made({ type: 'call', callee: this.made({ type: 'identifier', name }), args });
  }

  private predicateCall(name: string, shape: readonly string[], before: readonly Node[]): Node {
    this.expect('bracket', '(');
    const args = [...before];
    for (const [index, each] of shape.entries()) {
      if (this.is('bracket', ')')) {
        if (each.endsWith('?')) break;
        throw new CompileError(`expected at least ${shape.length} arguments`);
      }
      if (index > 0) this.expect('operator', ',');
      args.push(each.startsWith('predicate') ? this.predicate() : this.expression(0));
    }
    if (this.is('operator', ',')) this.next();
    this.expect('bracket', ')');
    return this.made({ type: 'builtin', name, args });
  }

  private arguments(before: readonly Node[]): readonly Node[] {
    const args = [...before];
    this.expect('bracket', '(');
    while (!this.is('bracket', ')')) {
      if (args.length > before.length) this.expect('operator', ',');
      if (this.is('bracket', ')')) break;
      args.push(this.expression(0));
    }
    this.expect('bracket', ')');
    return args;
  }

  private predicate(): Node {
    const brackets = this.is('bracket', '{');
    if (brackets) this.next();
    this.predicateDepth += 1;
    const node = brackets ? this.sequence() : this.expression(0);
    if (!brackets && this.is('operator', ';')) throw new CompileError('wrap predicate with brackets { and }');
    this.predicateDepth -= 1;
    if (brackets) this.expect('bracket', '}');
    return this.made({ type: 'predicate', node });
  }

  private array(): Node {
    const nodes: Node[] = [];
    this.expect('bracket', '[');
    while (!this.is('bracket', ']')) {
      if (nodes.length > 0) this.expect('operator', ',');
      if (this.is('bracket', ']')) break;
      nodes.push(this.expression(0));
    }
    this.expect('bracket', ']');
    return this.made({ type: 'array', nodes });
  }

  private map(): Node {
    const pairs: { readonly key: Node; readonly value: Node }[] = [];
    this.expect('bracket', '{');
    while (!this.is('bracket', '}')) {
      if (pairs.length > 0) this.expect('operator', ',');
      if (this.is('bracket', '}')) break;
      const token = this.current;
      let key: Node;
      if (token.kind === 'number' || token.kind === 'string' || token.kind === 'identifier') {
        key = this.made({ type: 'string', value: this.next().value });
      } else if (this.is('bracket', '(')) {
        key = this.expression(0);
      } else {
        throw new CompileError(
          'a map key must be a quoted string, a number, a identifier, or an expression enclosed in parentheses',
        );
      }
      this.expect('operator', ':');
      pairs.push({ key, value: this.expression(0) });
    }
    this.expect('bracket', '}');
    return this.made({ type: 'map', pairs });
  }

  private postfix(start: Node): Node {
    let node = start;
    for (;;) {
      const optional = this.is('operator', '?.');
      if (optional || this.is('operator', '.')) {
        this.next();
        if (optional && this.is('bracket', '[')) node = this.index(node, true);
        else node = this.property(node, optional);
      } else if (this.is('bracket', '[')) {
        node = this.index(node, false);
      } else {
        return node;
      }
    }
  }

  private property(start: Node, optional: boolean): Node {
    const token = this.next();
    if (token.kind !== 'identifier' && !(token.kind === 'operator' && /^[_$\p{L}]/u.test(token.value))) {
      throw new CompileError('expected name');
    }
    const property = this.made({ type: 'string', value: token.value });
    const inChain = start.type === 'chain';
    const member = this.made({ type: 'member', node: inChain ? start.node : start, property, optional });
    const node = this.is('bracket', '(')
      ? this.made({ type: 'call', callee: member, args: this.arguments([]) })
      : member;
    return inChain || optional ? this.made({ type: 'chain', node }) : node;
  }

  private index(start: Node, optional: boolean): Node {
    this.expect('bracket', '[');
    let from: Node | undefined;
    if (!this.is('operator', ':')) from = this.expression(0);
    if (this.is('operator', ':')) {
      this.next();
      const to = this.is('bracket', ']') ? undefined : this.expression(0);
      this.expect('bracket', ']');
      return this.made({ type: 'slice', node: start, from, to });
    }
    this.expect('bracket', ']');
    if (from === undefined) return this.unexpected();
    const member = this.made({ type: 'member', node: start, property: from, optional });
    return optional ? this.made({ type: 'chain', node: member }) : member;
  }
}

const mostInt = 2n ** 63n - 1n;

function numberNode(text: string): Node {
  if (/^0x/i.test(text) || !/[.eE]/.test(text)) {
    let value: bigint;
    try {
      if (/^0[xob]$/i.test(text)) throw new SyntaxError();
      value = BigInt(/^0[xob]/i.test(text) ? text.toLowerCase() : text);
    } catch {
      throw new CompileError(`invalid integer literal: strconv.ParseInt: parsing "${text}": invalid syntax`);
    }
    if (value > mostInt) throw new CompileError('invalid integer literal: value out of range');
    return { type: 'int', value };
  }
  const value = /^0[ob]/i.test(text) || !/^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new CompileError(`invalid float literal: ${text}`);
  return { type: 'float', value };
}
