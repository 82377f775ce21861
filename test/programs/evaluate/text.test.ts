import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { excerpt } from '../../../src/programs/excerpt';
import { redaction } from '../../../src/programs/redaction';
import { hasPython } from '../python';

const PYTHON = `
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location('evaluate', 'lib/programs/evaluate.py')
evaluate = importlib.util.module_from_spec(spec)
spec.loader.exec_module(evaluate)
for line in sys.stdin:
    secret, text, limit = json.loads(line)
    print(json.dumps([evaluate.excerpt(text, limit), evaluate.redaction([secret])(text)]))
`;

type Row = [secret: string, text: string, limit: number];

/** What evaluate makes of each row: an excerpt, and the text without the secret. */
function inPython(rows: readonly Row[]): readonly [string, string][] {
  const input = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const output = execFileSync('python3', ['-c', PYTHON], { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const characters = [...'{}$()[] \n\t\u0000\u007f\u00ad\u200b\u202e\u2028\u00a0\u3000\ufeff\ud800aäß😀', '{{', '$('];
const text = fc.string({ unit: fc.constantFrom(...characters), maxLength: 60 });

describe.runIf(hasPython)('evaluate, written in Python', () => {
  const rows = fc.sample(fc.tuple(fc.constant('s3cret-word'), text, fc.integer({ min: 2, max: 40 })), {
    numRuns: 3000,
    seed: 6,
  }) as Row[];

  it('is read by Python 3.8', () => {
    const program = "import ast, sys; ast.parse(open('lib/programs/evaluate.py').read(), feature_version=(3, 8))";
    expect(() => execFileSync('python3', ['-c', program], { stdio: 'pipe' })).not.toThrow();
  });

  it('makes the same excerpts as the programs for Node', () => {
    // Lengths are counted in other units: what is cut may differ where there are characters of two.
    const same = rows.filter(
      ([, given, limit]) => !/[\u{10000}-\u{10ffff}]/u.test(given) && given.length <= limit * 20,
    );
    expect(same.length).toBeGreaterThan(500);
    expect(inPython(same).map(([short]) => short)).toEqual(same.map(([, given, limit]) => excerpt(given, limit)));
  });

  it('never leaves in an excerpt what an engine, the kubelet or a terminal obeys', () => {
    for (const [i, [short]] of inPython(rows).entries()) {
      expect(short).not.toMatch(/[{}\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|\$\(/u);
      expect([...short].length).toBeLessThanOrEqual(rows[i]?.[2] ?? 0);
    }
  });

  it('hides whatever the programs for Node hide', () => {
    const secrets = ['s3cret-word', 'Bearer 0123456789', 'Basic dXNlcjpwYXNzd29yZA==', 'ä"\\\n', 'a b&c=d', '"', '\t'];
    const spelled = (secret: string): readonly string[] => [
      secret,
      JSON.stringify(secret),
      encodeURIComponent(secret),
      Buffer.from(secret).toString('base64'),
      ...secret.split(' '),
      Buffer.from(secret.replace('Basic ', ''), 'base64').toString('utf8'),
    ];
    const all = secrets.flatMap((secret) => spelled(secret).map((form): Row => [secret, `<${form}>`, 100]));
    for (const [i, [, hidden]] of inPython(all).entries()) {
      const [secret, given] = all[i] as Row;
      const { hide, redact } = redaction();
      hide(secret);
      if (redact(given) !== given) expect(hidden, JSON.stringify(all[i])).toContain('[hidden]');
    }
  });
});
