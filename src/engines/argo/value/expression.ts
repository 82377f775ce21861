/**
 * Text as an expr-lang string. Whatever could end the string, the expression or the tag around it is escaped, so no
 * value can break out.
 *
 * @see https://expr-lang.org/docs/language-definition
 * @internal
 */
export function quote(text: string): string {
  const inner = text.replace(/\{(?=\{)|(?<=\{)\{|\}(?=\})|(?<=\})\}|['\\`]|[^ -~]/gu, (char) => {
    const code = char.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
  });
  return `'${inner}'`;
}

/** A number as expr-lang reads it: without a point it has 64 bits there. @internal */
export function numeral(value: number): string {
  const text = JSON.stringify(value);
  return Number.isSafeInteger(value) || /[.e]/.test(text) ? text : `${text}.0`;
}

/** An expression as part of another one. @internal */
export function grouped(expression: string): string {
  return / (?:\?|\+|&&|\|\||in|matches|==|!=|[<>]=?) /.test(expression) ? `(${expression})` : expression;
}

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');

/**
 * A member path: `tasks['test-staging'].outputs.parameters.verdict`. `optional` chains with `?.` from the third on, so
 * that a missing one yields nil instead of a run that waits for ever.
 *
 * @internal
 */
export function member(segments: readonly string[], optionalFrom: number = Number.POSITIVE_INFINITY): string {
  return segments.reduce((path, segment, i) => {
    if (i === 0) return segment;
    const plain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(segment);
    const chain = i >= optionalFrom ? '?.' : plain ? '.' : '';
    return `${path}${chain}${plain ? segment : `[${quote(segment)}]`}`;
  }, '');
}

/** An expression as a template tag. The spaces keep a closing brace of the expression apart from the tag's. @internal */
export function tag(expression: string): string {
  return `{{= ${expression} }}`;
}
