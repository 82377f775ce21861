import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { hasPython } from '../python';
import { evaluate, junit, pretending, testcase } from './evaluate';

const password = "hunter2222 & 'quoted' \u00e4";
const token = randomBytes(300).toString('base64url');

/** Puts what it reads from its variables wherever a test can put something. */
const echoing = `
import base64, json, urllib.parse
from xml.sax.saxutils import escape, quoteattr
secrets = [os.environ[name] for name in ('API_PASSWORD', 'API_TOKEN')]
said = ' '.join(f(each) for each in secrets for f in (
    str, repr, ascii, json.dumps, urllib.parse.quote, lambda text: base64.b64encode(text.encode()).decode()))
said += ' ' + os.environ['DATABASE_URL']
print(said)
print('x' * 990 + secrets[1])
print(repr(secrets[1])[:118] + '...' + repr(secrets[1])[-118:])
named = quoteattr(said)
failure = '<failure message=%s>%s</failure>' % (named, escape(said))
cut = '<failure message=%s/>' % quoteattr('y' * 100 + secrets[1])
report('<testsuites><testsuite tests="2" failures="2" errors="0" skipped="0">'
    + '<testcase name=%s>%s</testcase><testcase name="b">%s</testcase></testsuite></testsuites>' % (named, failure, cut))
sys.exit(1)`;

const environment = {
  API_PASSWORD: password,
  API_TOKEN: token,
  DATABASE_URL: 'postgres://app:s3cr%40et-word@db:5432/x',
  EVALUATE_SECRETS: 'API_PASSWORD,API_TOKEN,NOT_SET',
  PYTHONIOENCODING: 'utf-8',
};

describe.runIf(hasPython)('evaluate', () => {
  it('lets no secret out, however a test spells it and wherever a text is cut', async () => {
    const { everything, outputs } = await evaluate({ files: pretending(echoing), environment });
    expect(outputs.verdict).toBe('fail');
    expect(everything).toContain('[hidden]');
    expect(everything).not.toMatch(/hunter2222|s3cr%40et-word|s3cr@et-word/);
    expect(everything).not.toContain(Buffer.from(password).toString('base64'));
    // Half a token is a secret too, as pytest shows the two ends of a long text.
    for (let i = 0; i + 24 <= token.length; i += 1) expect(everything).not.toContain(token.slice(i, i + 24));
  });

  it('hides what a pass says as well', async () => {
    const behaviour = `print(os.environ['API_PASSWORD'])\nreport(${JSON.stringify(junit([testcase('test_good')]))})`;
    const { everything, outputs } = await evaluate({ files: pretending(behaviour), environment });
    expect(outputs.verdict).toBe('pass');
    expect(everything).not.toContain('hunter2222');
  });

  it('says nothing of a secret that stands in its own variables', async () => {
    const { everything } = await evaluate({ environment: { ...environment, EVALUATE_MIN_TESTS: password } });
    expect(everything).toContain('EVALUATE_MIN_TESTS');
    expect(everything).not.toContain('hunter2222');
  });
});
