import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/lint/finding';
import { lint } from '../../src/lint/lint';
import { rules } from '../../src/lint/rules';

const corpus = join(__dirname, '../../../shared/corpus');
const isThere = existsSync(corpus);

interface Row {
  readonly file: string;
  readonly doc: number;
  readonly kind: string;
  readonly inside?: string;
  readonly accepted: readonly string[];
  readonly rejected: Readonly<Record<string, string>>;
}

/** What the engines say of each published document, judged file by file. */
const rows: readonly Row[] = JSON.parse(readFileSync(join(__dirname, '../conformance/corpus.json'), 'utf8'));

/** Rules that say what an engine says; the others know more than it does. */
const parity = new Map(rules.flatMap(({ code, engine }) => (engine === undefined ? [] : [[code, engine] as const])));
const isRefusal = ({ code, severity }: Finding) => parity.has(code) && severity === 'error';

/** Where we say something else, and why. */
const exceptions: Readonly<Record<string, string>> = {
  'argo-examples/k8s-patch-json-workflow.yaml':
    'the validator refuses a key that is there twice; cluster and kubectl take the last one, and so it is a warning here',
  'argo-validate-fixtures/valid/wfWithWFTRef.yaml':
    'two WorkflowTemplates of the folder are called template-ref-target: the validator took the one, we the other',
  'argo-validate-fixtures/valid/dynamicStepNameWorkflow15896.yaml':
    'the validator of 3.7 blames who calls a template for a name in it; here it is told where the name is, in another file',
};

const targets = [
  { argo: '4.0', judges: ['Argo Workflows v4.0.7', 'Argo Workflows v4.0.7 CRDs', 'Argo Events v1.9.11', 'YAML'] },
  // What the CRDs of 3.7 mind beyond the engine was never installed by default.
  { argo: '3.7', judges: ['Argo Workflows v3.7.18', 'Argo Events v1.9.11', 'YAML'] },
] as const;
const judged = rows.filter(({ file }) => file.startsWith('argo-'));

const yamlBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ file: name, text: readFileSync(join(folder, name), 'utf8') }));

/** The files of a folder at once, as the engine was given them. */
function findingsFor(argo: '3.7' | '4.0'): ReadonlyMap<string, readonly Finding[]> {
  const findings = new Map<string, Finding[]>();
  for (const folder of isThere ? ['argo-examples', 'argo-validate-fixtures', 'argo-events-examples'] : []) {
    for (const finding of lint(yamlBelow(join(corpus, folder)), { targets: { argo } })) {
      const file = `${folder}/${finding.file}`;
      findings.set(file, [...(findings.get(file) ?? []), finding]);
    }
  }
  return findings;
}

describe.skipIf(!isThere).each(targets)(
  'the lint and the validators of Argo $argo and Events, on published manifests (needs ../shared)',
  ({ argo, judges }) => {
    const findings = findingsFor(argo);
    const complaints = (row: Row) => judges.flatMap((judge) => row.rejected[judge] ?? []);
    const files = [...new Set(judged.map(({ file }) => file))];
    const accepted = files.filter(
      (file) => !(file in exceptions) && judged.every((row) => row.file !== file || complaints(row).length === 0),
    );
    const rejected = judged.filter((row) => complaints(row).length > 0 && !(row.file in exceptions));

    it('agree on what is accepted', () => {
      const wrong = accepted.flatMap((file) => (findings.get(file) ?? []).filter(isRefusal));
      expect(wrong.map(({ file, line, code, message }) => `${file}:${line} ${code} ${message}`)).toEqual([]);
      expect(accepted.length).toBeGreaterThan(160);
    });

    it('agree on why something is rejected', () => {
      const missed = rejected.flatMap((row) => {
        const said = (findings.get(row.file) ?? []).filter(({ code }) => parity.has(code));
        return complaints(row)
          .filter((complaint) => !said.some(({ code }) => parity.get(code)?.test(complaint)))
          .map(
            (complaint) =>
              `${row.file}: ${complaint} | ${said.map(({ code, message }) => `${code} ${message}`).join('; ')}`,
          );
      });
      expect(missed).toEqual([]);
      expect(rejected.length).toBeGreaterThan(50);
    });

    it('differ in at most three files, each for a reason', () => {
      expect(Object.keys(exceptions).length).toBeLessThanOrEqual(3);
      for (const file of Object.keys(exceptions)) expect(files).toContain(file);
    });
  },
);

describe('the lint, on the manifests that this project publishes', () => {
  it.each(readdirSync('dist-manifests'))('finds nothing in %s', (folder) => {
    const files = yamlBelow(join('dist-manifests', folder));
    expect(files.length).toBeGreaterThan(0);
    expect(lint(files)).toEqual([]);
  });
});
