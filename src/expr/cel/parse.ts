import { checkMacro } from './macros';
import { type Token, tokensOf } from './tokens';
import { type Cel, CelError } from './tree';

/** How deep cel-go goes. */
const deepest = 250;
const relations = new Set(['==', '!=', '<', '<=', '>', '>=', 'in']);
/** Words of the grammar, which name nothing. */
const keywords = new Set(['in', 'true', 'false', 'null']);
/** Kept for later by the language. */
const reserved = new Set(
  'as break const continue else for function if import let loop package namespace return var void while'.split(' '),
);

/**
 * Reads an expression of the Common Expression Language as cel-go does.
 *
 * @see https://github.com/google/cel-spec/blob/master/doc/langdef.md
 * @throws CelError
 * @internal
 */
export function parseCel(text: string): Cel {
  const tokens = tokensOf(text);
  let next = 0;
  let depth = 0;
  const peek = (ahead = 0): Token => tokens[Math.min(next + ahead, tokens.length - 1)] as Token;
  const isSign = (sign: string, ahead = 0): boolean => {
    const { kind, text } = peek(ahead);
    return text === sign && (kind === 'sign' || kind === 'name');
  };
  const take = (sign: string): boolean => {
    const found = isSign(sign);
    if (found) next++;
    return found;
  };
  const unexpected = (): CelError => {
    const { kind, text: found, at } = peek();
    const what = kind === 'end' ? 'the expression ends too early' : `'${found}' is not expected here`;
    return new CelError(what, at);
  };
  const expect = (sign: string): void => {
    if (take(sign)) return;
    const { message, at } = unexpected();
    throw new CelError(`${message}: '${sign}' is missing`, at);
  };
  const nameHere = (ahead = 0): boolean => peek(ahead).kind === 'name' && !keywords.has(peek(ahead).text);

  function expression(): Cel {
    if (++depth > deepest) throw new CelError('the expression is too deep', peek().at);
    const asked = or();
    const whole = take('?') ? made(asked, [or, colon, expression]) : asked;
    depth--;
    return whole;
  }
  function colon(): Cel {
    expect(':');
    return { kind: 'literal' };
  }
  const made = (first: Cel, parts: readonly (() => Cel)[]): Cel => ({
    kind: 'made',
    of: [first, ...parts.map((part) => part())],
  });

  function chain(part: () => Cel, goesOn: () => boolean): Cel {
    const of = [part()];
    while (goesOn()) {
      next++;
      of.push(part());
    }
    return of.length === 1 ? (of[0] as Cel) : { kind: 'made', of };
  }
  const or = (): Cel => chain(and, () => isSign('||'));
  const and = (): Cel => chain(relation, () => isSign('&&'));
  const relation = (): Cel => chain(sum, () => relations.has(peek().text) && isSign(peek().text));
  const sum = (): Cel => chain(product, () => isSign('+') || isSign('-'));
  const product = (): Cel => chain(unary, () => isSign('*') || isSign('/') || isSign('%'));

  function unary(): Cel {
    const sign = isSign('!') ? '!' : '-';
    if (!isSign(sign)) return member();
    while (isSign(sign) && !(sign === '-' && isNumber(peek(1)))) next++;
    return { kind: 'made', of: [member()] };
  }

  function member(): Cel {
    let of = primary();
    for (;;) {
      if (take('.')) of = selected(of);
      else if (take('[')) {
        of = { kind: 'made', of: [of, expression()] };
        expect(']');
      } else return of;
    }
  }

  function selected(of: Cel): Cel {
    const { kind, text: field, at } = peek();
    if (kind === 'quoted-name') {
      next++;
      return { kind: 'select', of, field: field.slice(1, -1) };
    }
    if (!nameHere()) throw unexpected();
    next++;
    return take('(') ? called(field, at, of) : { kind: 'select', of, field };
  }

  function called(name: string, at: number, of: Cel | undefined): Cel {
    const given: Cel[] = [];
    if (!take(')')) {
      do given.push(expression());
      while (take(','));
      expect(')');
    }
    const call = { kind: 'call', name, at, of, given } as const;
    checkMacro(call);
    return call;
  }

  function primary(): Cel {
    if (take('(')) {
      const inner = expression();
      expect(')');
      // What stands in brackets is no field or name to a macro, either way it is the same tree.
      return inner;
    }
    if (take('['))
      return {
        kind: 'made',
        of: listed(']', () => [expression()]),
      };
    if (take('{')) return { kind: 'made', of: listed('}', entry) };
    if (nameHere() || (isSign('.') && nameHere(1))) return named();
    return literal();
  }

  function entry(): readonly Cel[] {
    const key = expression();
    expect(':');
    return [key, expression()];
  }

  function field(): readonly Cel[] {
    if (!nameHere() && peek().kind !== 'quoted-name') throw unexpected();
    next++;
    expect(':');
    return [expression()];
  }

  /** Items up to a sign; one comma may stand before it. */
  function listed(end: string, item: () => readonly Cel[]): readonly Cel[] {
    const items: Cel[] = [];
    while (!isSign(end) && !isSign(',')) {
      items.push(...item());
      if (!isSign(',') || isSign(end, 1)) break;
      next++;
      if (isSign(',')) throw unexpected();
    }
    take(',');
    expect(end);
    return items;
  }

  function named(): Cel {
    const { at } = peek();
    const dot = take('.');
    const words = messageName();
    if (words > 0) {
      const name = tokens
        .slice(next, next + words)
        .map(({ text }) => text)
        .join('');
      next += words + 1;
      return { kind: 'message', name, at, of: listed('}', field) };
    }
    const { text: name } = peek();
    if (reserved.has(name)) throw new CelError(`'${name}' is a word that CEL keeps for itself`, peek().at);
    next++;
    const whole = dot ? `.${name}` : name;
    return take('(') ? called(whole, at, undefined) : { kind: 'name', name: whole, at };
  }

  /** How many tokens the name of a message has that is made here; 0 where none is. */
  function messageName(): number {
    let words = 1;
    while (isSign('.', words) && nameHere(words + 1)) words += 2;
    return isSign('{', words) ? words : 0;
  }

  function literal(): Cel {
    const negative = isSign('-') && isNumber(peek(1));
    if (negative) next++;
    const token = peek();
    const { kind, text: written, at } = token;
    if (kind === 'name' && written !== 'in') {
      next++;
      return { kind: 'literal' };
    }
    if (kind !== 'text' && !isNumber(token) && (kind !== 'uint' || negative)) throw unexpected();
    checkRange(token, negative, at);
    next++;
    return { kind: 'literal' };
  }

  const whole = expression();
  if (peek().kind !== 'end') throw unexpected();
  return whole;
}

const isNumber = ({ kind }: Token): boolean => kind === 'int' || kind === 'float';

function checkRange({ kind, text }: Token, negative: boolean, at: number): void {
  const tooLarge = new CelError(`'${text}' is too large a number`, at);
  if (kind === 'float' && !Number.isFinite(Number(text))) throw tooLarge;
  if (kind === 'int' && BigInt(text) > (negative ? 2n ** 63n : 2n ** 63n - 1n)) throw tooLarge;
  if (kind === 'uint' && BigInt(text.slice(0, -1)) >= 2n ** 64n) throw tooLarge;
}
