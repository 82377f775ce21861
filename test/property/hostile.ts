import fc from 'fast-check';

/** Pieces that mean something to YAML, JSON, expr-lang, govaluate, Argo's tags, the kubelet or a shell. */
const pieces = [
  ...['{{', '}}', '{', '}', '{{=', '= ', ' }}', '{{= 1 + 1 }}', '{{workflow.name}}', '{{inputs.parameters.x}}'],
  ...["'", '"', '`', '\\', "\\'", '\\u007b', '\\x7b', '\\n', "' + '", "' == '", ' ? ', ' : ', ' in ', 'nil', '#', '??'],
  ...['$', '$$', '$(', ')', '$(HOME)', '$(A)', '${A}', '`id`', '; rm -rf /', '&&', '||', '%', '%s'],
  ...['true', 'false', 'pass', 'fail', '0', '-1', '1e3', 'null', '', ' ', '[', ']', '["', '"]', ',', ':'],
  ...[
    '\n',
    '\r',
    '\t',
    '\u0000',
    '\u0007',
    '\u000b',
    '\u001b',
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u00ad',
    '\u2028',
    '\u2029',
    '\ufeff',
  ],
  ...['é', '日', '😀', '\u{e0001}', '\u{10ffff}', '<', '>', '&', '</script>', '__proto__'],
];

/** Texts that try to break out of whatever they are put into. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join('')) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme-ascii', maxLength: 20 }) },
);

/** 64 KB that end in trouble. */
export const longText: fc.Arbitrary<string> = hostileText.map((text) => `${'x{'.repeat(32_768)}${text}`);

/** Half characters, which have no form in UTF-8. */
export const loneSurrogate: fc.Arbitrary<string> = fc
  .tuple(hostileText, fc.constantFrom('\ud800', '\udbff', '\udc00', '\udfff'), hostileText)
  .map(([before, half, after]) => `${before}${half}${after}`)
  .filter((text) => /\p{Surrogate}/u.test(text));
