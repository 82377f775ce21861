import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/lint/finding';
import { lint } from '../../src/lint/lint';
import { rules } from '../../src/lint/rules';
import { type LintTargets, tektonSettings } from '../../src/lint/lint-targets';

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

const argoTargets = [
  { argo: '4.0', judges: ['Argo Workflows v4.0.7', 'Argo Workflows v4.0.7 CRDs', 'Argo Events v1.9.11', 'YAML'] },
  // What the CRDs of 3.7 mind beyond the engine was never installed by default.
  { argo: '3.7', judges: ['Argo Workflows v3.7.18', 'Argo Events v1.9.11', 'YAML'] },
] as const;

const yamlBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ file: name, text: readFileSync(join(folder, name), 'utf8') }));

type Findings = ReadonlyMap<string, readonly Finding[]>;

/** What is said of the files of folders, by their paths; those of one folder are looked at together unless they stand alone. */
function findingsIn(folders: readonly string[], targets: LintTargets, areAlone = false): Findings {
  const findings = new Map<string, Finding[]>();
  for (const folder of isThere ? folders : []) {
    const files = yamlBelow(join(corpus, folder));
    for (const together of areAlone ? files.map((file) => [file]) : [files]) {
      for (const finding of lint(together, { targets })) {
        const file = `${folder}/${finding.file}`;
        findings.set(file, [...(findings.get(file) ?? []), finding]);
      }
    }
  }
  return findings;
}

/** Tests that findings and the verdicts of some judges agree. */
function agrees(begin: string, judges: readonly string[], findings: Findings, least: readonly [number, number]): void {
  const judged = rows.filter(({ file }) => file.startsWith(begin));
  const complaints = (row: Row) => judges.flatMap((judge) => row.rejected[judge] ?? []);
  const files = [...new Set(judged.map(({ file }) => file))];
  const accepted = files.filter(
    (file) => !(file in exceptions) && judged.every((row) => row.file !== file || complaints(row).length === 0),
  );
  const rejected = judged.filter((row) => complaints(row).length > 0 && !(row.file in exceptions));

  it('agree on what is accepted', () => {
    const wrong = accepted.flatMap((file) => (findings.get(file) ?? []).filter(isRefusal));
    expect(wrong.map(({ file, line, code, message }) => `${file}:${line} ${code} ${message}`)).toEqual([]);
    expect(accepted.length).toBeGreaterThan(least[0]);
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
    expect(rejected.length).toBeGreaterThan(least[1]);
  });
}

describe.skipIf(!isThere).each(argoTargets)(
  'the lint and the validators of Argo $argo and Events, on published manifests (needs ../shared)',
  ({ argo, judges }) => {
    const folders = ['argo-examples', 'argo-validate-fixtures', 'argo-events-examples'];
    agrees('argo-', judges, findingsIn(folders, { argo }), [160, 50]);

    it('differ in at most three files, each for a reason', () => {
      expect(Object.keys(exceptions).length).toBeLessThanOrEqual(3);
      for (const file of Object.keys(exceptions)) expect(rows.map((row) => row.file)).toContain(file);
    });
  },
);

const tektonTargets = [
  {
    what: 'as it is installed',
    judges: ['Tekton Pipelines v1.15.1', 'Tekton Pipelines v1.15.1 CRDs'],
    tekton: [],
    least: 8,
  },
  { what: 'with everything on', judges: ['Tekton Pipelines v1.15.1, all features'], tekton: tektonSettings, least: 0 },
] as const;

describe.skipIf(!isThere).each(tektonTargets)(
  'the lint and the webhook of Tekton $what, on published manifests (needs ../shared)',
  ({ judges, tekton, least }) => {
    agrees('tekton-', judges, findingsIn(['tekton-examples'], { tekton }, true), [60, least]);
  },
);

describe('the lint, on the manifests that this project publishes', () => {
  it.each(readdirSync('dist-manifests'))('finds nothing in %s', (folder) => {
    const files = yamlBelow(join('dist-manifests', folder));
    expect(files.length).toBeGreaterThan(0);
    expect(lint(files)).toEqual([]);
  });
});
