// Control and format characters (a terminal or a log viewer obeys them), lone surrogates, line and paragraph separators.
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/**
 * Makes foreign text fit for one line of an output or a log.
 *
 * Engines and the kubelet evaluate text that is passed on: Argo takes `{{…}}` in an output value for a tag, and `$(NAME)`
 * in an env value is expanded by the kubelet. So braces become parentheses and no `$` stays before a parenthesis.
 *
 * @param limit most UTF-16 units of the result
 * @internal
 */
export function excerpt(text: string, limit = 500): string {
  const line = text
    .slice(0, limit * 20)
    .replace(invisible, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .replaceAll('{', '(')
    .replaceAll('}', ')')
    .replace(/\$(?=\()/g, '$ ');
  if (line.length <= limit && text.length <= limit * 20) return line;
  const end = Math.min(line.length, limit - 1);
  return `${line.slice(0, splitsPair(line, end) ? end - 1 : end).trimEnd()}…`;
}

function splitsPair(line: string, end: number): boolean {
  const unit = line.charCodeAt(end - 1);
  return unit >= 0xd800 && unit <= 0xdbff;
}
