import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { beyondTheEngines } from '../../src/lint/beyond-the-engines';
import type { Finding } from '../../src/lint/finding';
import { type LintFile, lint } from '../../src/lint/lint';

const corpus = join(__dirname, '../../../shared/corpus');
const isThere = existsSync(corpus);
const own = new Set(beyondTheEngines.map(({ code }) => code));

const yamlBelow = (folder: string): readonly LintFile[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({ file: name, text: readFileSync(join(folder, name), 'utf8') }));

/** Errors in manifests that their engine takes, each for a reason. */
const exceptions: Readonly<Record<string, string>> = {
  MLL2508: 'text that becomes a program is unsafe whoever takes it; Tekton itself forbids it in StepActions',
};

describe.skipIf(!isThere).each(['argo-examples', 'argo-events-examples', 'tekton-examples'])(
  'the rules about which engines are silent, on %s (needs ../shared)',
  (folder) => {
    const files = isThere ? yamlBelow(join(corpus, folder)) : [];
    const findings = files.flatMap((file) => lint([file])).filter(({ code }) => own.has(code));

    it('call nothing an error but for a reason that is written down', () => {
      const errors = findings.filter(({ severity, code }) => severity === 'error' && !(code in exceptions));
      expect(errors.map(({ file, line, code, message }) => `${file}:${line} ${code} ${message}`)).toEqual([]);
      expect(files.length).toBeGreaterThan(70);
    });

    it('are no noise: a warning stands in few of the files', () => {
      const byCode = new Map<string, Set<string>>();
      for (const { code, file, severity } of findings) {
        if (severity === 'warning') byCode.set(code, (byCode.get(code) ?? new Set()).add(file));
      }
      for (const [code, seen] of byCode) expect(seen.size / files.length, code).toBeLessThan(0.05);
    });
  },
);

interface Mutant {
  readonly code: string;
  readonly what: string;
  readonly folder: string;
  /** In which of the files; the first that has the text. */
  readonly file: RegExp;
  readonly from: string | RegExp;
  readonly to: string;
}

/** The training becomes a program of a shell. */
function inShell(program: string): Pick<Mutant, 'from' | 'to'> {
  return { from: /( *)command:\n *- train\.py\n/, to: shell(program, '$1') };
}

function shell(program: string, margin: string): string {
  // A $ has a meaning in what is put in.
  const lines = program.split('\n').map((line) => `${margin}  ${line.replaceAll('$', '$$$$')}\n`);
  return `${margin}command: [sh, -c]\n${margin}args:\n${margin}- |\n${lines.join('')}`;
}

/** Neither the step nor the workflow has a deadline. */
function endless(): Pick<Mutant, 'from' | 'to'> {
  return {
    from: / {2}activeDeadlineSeconds: \d+\n([\s\S]*?) {4}timeout: 1h\n([\s\S]*?)( *)command:\n *- train\.py\n/,
    to: `$1$2${shell('until is-there; do sleep 5; done', '$3')}`,
  };
}

/** One thing of what this project publishes is broken; what finds it is named. */
const mutants: readonly Mutant[] = [
  {
    code: 'MLL2151',
    what: 'a ConfigMap with a letter too much',
    folder: 'aiops',
    file: /task_retrain-anomaly-detector-check-model/,
    from: 'name: contract-22c018d234',
    to: 'name: contracts-22c018d234',
  },
  {
    code: 'MLL2151',
    what: 'an account that nobody made',
    folder: 'aiops',
    file: /cronjob_weekly-anomaly/,
    from: /serviceAccountName: \S+/,
    to: 'serviceAccountName: starter',
  },
  {
    code: 'MLL2151',
    what: 'a claim of another name',
    folder: 'aiops',
    file: /task_retrain-anomaly-detector-check-model/,
    from: 'claimName: model-storage-pvc',
    to: 'claimName: model-storage',
  },
  {
    code: 'MLL2153',
    what: 'a binding of a role that there is not',
    folder: 'gourmetgram',
    file: /argo\/rolebinding_train-model/,
    from: /(roleRef:[\s\S]*?name: )train-model/,
    to: '$1train-models',
  },
  {
    code: 'MLL2153',
    what: 'a binding in another namespace than its role',
    folder: 'gourmetgram',
    file: /argo\/role_train-model/,
    from: 'namespace: argo',
    to: 'namespace: gourmetgram-build',
  },
  {
    code: 'MLL2501',
    what: 'a Task with a letter too much',
    folder: 'aiops',
    file: /pipeline_retrain-anomaly/,
    from: 'name: retrain-anomaly-detector-check-model',
    to: 'name: retrain-anomaly-detector-check-models',
  },
  {
    code: 'MLL2502',
    what: 'a param with a letter too much',
    folder: 'aiops',
    file: /pipeline_retrain-anomaly/,
    from: /- name: source\n/,
    to: '- name: sources\n',
  },
  {
    code: 'MLL2503',
    what: 'a param that is not handed on',
    folder: 'aiops',
    file: /pipeline_retrain-anomaly/,
    from: / *- name: source\n *value: \S+\n/,
    to: '',
  },
  {
    code: 'MLL2505',
    what: 'a result with another name',
    folder: 'aiops',
    file: /task_retrain-anomaly-detector-check-model/,
    from: '- name: digest',
    to: '- name: sha',
  },
  {
    code: 'MLL2602',
    what: 'a role without the right to report',
    folder: 'gourmetgram',
    file: /argo\/role_train-model/,
    from: '- patch',
    to: '- get',
  },
  {
    code: 'MLL2602',
    what: 'an account without its binding',
    folder: 'gourmetgram',
    file: /argo\/rolebinding_train-model/,
    from: /kind: RoleBinding/,
    to: 'kind: RoleBindingList',
  },
  {
    code: 'MLL2604',
    what: 'a role that allows everything',
    folder: 'aiops',
    file: /\/role_retrain-anomaly/,
    from: /verbs:\n {2}- get\n/,
    to: "verbs:\n  - '*'\n",
  },
  {
    code: 'MLL2605',
    what: 'a role for all Secrets',
    folder: 'aiops',
    file: /\/role_retrain-anomaly/,
    from: /- pods\n( *)verbs:\n *- get\n/,
    to: '- secrets\n  verbs:\n  - list\n',
  },
  {
    code: 'MLL2606',
    what: 'a Role for nodes',
    folder: 'aiops',
    file: /\/role_retrain-anomaly/,
    from: '- pods',
    to: '- nodes',
  },
  {
    code: 'MLL2607',
    what: 'a role for a resource of another group',
    folder: 'aiops',
    file: /\/role_retrain-anomaly/,
    from: '- pods',
    to: '- deployments',
  },
  {
    code: 'MLL2608',
    what: 'a binding to cluster-admin',
    folder: 'gourmetgram',
    file: /argo\/rolebinding_train-model/,
    from: /kind: Role\n *name: train-model/,
    to: 'kind: ClusterRole\n  name: cluster-admin',
  },
  {
    code: 'MLL3053',
    what: 'an image without security fixes',
    folder: 'aiops',
    file: /cronjob_weekly-anomaly/,
    from: 'library/node:22.20.0-bookworm-slim',
    to: 'library/node:16.20.0-bookworm-slim',
  },
  {
    code: 'MLL3054',
    what: 'a privileged container',
    folder: 'hello',
    file: /fraud/,
    from: 'allowPrivilegeEscalation: false',
    to: 'privileged: true',
  },
  {
    code: 'MLL3055',
    what: 'a container that keeps its capabilities',
    folder: 'aiops',
    file: /task_retrain-anomaly-detector-check-model/,
    from: /( *)capabilities:\n *drop:\n *- ALL\n/,
    to: '',
  },
  {
    code: 'MLL4060',
    what: 'a publication on every word but fail',
    folder: 'hello-tekton',
    file: /fraud/,
    from: /- name: publish([\s\S]*?)operator: in\n( *)values:\n *- pass/,
    to: '- name: promote$1operator: notin\n$2values:\n$2- fail',
  },
  {
    code: 'MLL4061',
    what: 'a promotion whose other arms are gone',
    folder: 'hello-tekton',
    file: /fraud/,
    from: /- name: publish([\s\S]*?)( {2}- name: on-smoke-verdict-fail)[\s\S]*?\n---\n/,
    to: '- name: promote$1---\n',
  },
  {
    code: 'MLL4059',
    what: 'a promotion that does not ask the gate',
    folder: 'hello-tekton',
    file: /fraud/,
    from: /- name: publish\n([\s\S]*?)\s*when:\n[\s\S]*?- pass\n/,
    to: '- name: promote\n$1\n',
  },
  {
    code: 'MLL2351',
    what: 'a wait that is longer than the task',
    folder: 'hello-tekton',
    file: /fraud/,
    ...inShell('for i in $(seq 1 240); do is-there && exit 0; sleep 15\ndone'),
  },
  { code: 'MLL2354', what: 'a wait without an end', folder: 'hello', file: /fraud/, ...endless() },
  {
    code: 'MLL2508',
    what: 'a param in a program',
    folder: 'hello-tekton',
    file: /fraud/,
    ...inShell('train $(params.model)'),
  },
  {
    code: 'MLL2510',
    what: 'a result that grows with the cluster',
    folder: 'hello-tekton',
    file: /fraud/,
    ...inShell('kubectl get pods -o yaml > $(results.model-version.path)'),
  },
  {
    code: 'MLL2512',
    what: 'a run of a trigger with the field of an older version',
    folder: 'gourmetgram-tekton',
    file: /triggertemplate_train-on-push/,
    from: /timeouts:\n +pipeline: "14h8m0s"\n +tasks: .*\n +finally: .*\n/,
    to: 'timeout: 14h8m0s\n',
  },
  {
    code: 'MLL2511',
    what: 'a variable of Argo in Tekton',
    folder: 'hello-tekton',
    file: /fraud/,
    ...inShell('train {{inputs.parameters.model}}'),
  },
  {
    code: 'MLL2511',
    what: 'a variable of Tekton in Argo',
    folder: 'hello',
    file: /fraud/,
    ...inShell('train $(params.model)'),
  },
  {
    code: 'MLL3051',
    what: 'a run without a name that is applied',
    folder: 'hello',
    file: /fraud/,
    ...inShell(
      'kubectl apply -f - <<EOF\napiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata:\n  generateName: a-\nEOF',
    ),
  },
  {
    code: 'MLL3052',
    what: 'a Job of a workflow',
    folder: 'hello',
    file: /fraud/,
    ...inShell('kubectl create job now --from=workflow/train'),
  },
  {
    code: 'MLL3058',
    what: 'a token in a program',
    folder: 'hello',
    file: /fraud/,
    ...inShell(`git clone https://ghp_${'a1'.repeat(18)}@github.com/a/b`),
  },
  {
    code: 'MLL4002',
    what: 'a test that can not fail',
    folder: 'hello-tekton',
    file: /fraud/,
    ...inShell('pytest tests || true'),
  },
  {
    code: 'MLL4057',
    what: 'a deployment that nobody waits for',
    folder: 'hello',
    file: /fraud/,
    ...inShell('argocd app sync web'),
  },
  {
    code: 'MLL4065',
    what: 'a deployment without a lock',
    folder: 'hello',
    file: /fraud/,
    ...inShell('kubectl set image deploy/web web=web:1'),
  },
  {
    code: 'MLL2352',
    what: 'a deadline of the whole that is too short for its steps',
    folder: 'hello',
    file: /fraud/,
    from: /entrypoint: release[\s\S]*?templates:\n/,
    to: 'entrypoint: all\n  activeDeadlineSeconds: 4000\n  templates:\n  - name: all\n    steps:\n    - - name: a\n        template: one\n    - - name: b\n        template: one\n  - name: one\n    activeDeadlineSeconds: 3000\n    suspend: {}\n',
  },
  {
    code: 'MLL2156',
    what: 'an argument that the WorkflowTemplate does not know',
    folder: 'gourmetgram',
    file: /cronworkflow_cron-train/,
    from: /workflowTemplateRef:\n *name: cron-train/,
    to: 'workflowTemplateRef:\n      name: cron-train\n    arguments:\n      parameters:\n      - name: szenario\n        value: normal',
  },
  {
    code: 'MLL2152',
    what: 'a key that is not in its ConfigMap',
    folder: 'aiops',
    file: /task_retrain-anomaly-detector-check-model/,
    from: /configMap:\n( *)name: contract-22c018d234/,
    to: 'configMap:\n$1name: contract-22c018d234\n$1items:\n$1- key: contract.yaml\n$1  path: contract.json',
  },
  {
    code: 'MLL3056',
    what: 'a ConfigMap of more than a MiB',
    folder: 'aiops',
    file: /configmap_contract-22c018d234/,
    from: 'immutable: true\ndata:\n',
    to: `data:\n  more: ${'x'.repeat(1_100_000)}\n`,
  },
  {
    code: 'MLL4058',
    what: 'a verdict that is pass if there is none',
    folder: 'gourmetgram',
    file: /workflowtemplate_test-staging/,
    from: /(name: verdict\n(?:.*\n){1,8}? *default: )error/,
    to: '$1pass',
  },
];

describe('of what this project publishes, with one thing broken', () => {
  const published = new Map<string, readonly LintFile[]>();
  const filesOf = (folder: string): readonly LintFile[] => {
    const files = published.get(folder) ?? yamlBelow(join('dist-manifests', folder));
    published.set(folder, files);
    return files;
  };

  it.each(mutants)('$code finds $what', ({ code, folder, file, from, to }) => {
    let broken: string | undefined;
    const files = filesOf(folder).map((each) => {
      if (broken !== undefined || !file.test(`/${each.file}`)) return each;
      const text = each.text.replace(from, to);
      if (text !== each.text) broken = each.file;
      return { ...each, text };
    });
    expect(broken, 'a file that has what is to be broken').toBeDefined();
    const found: readonly Finding[] = lint(files);
    expect(found.map((finding) => finding.code)).toContain(code);
    for (const { message, fix } of found) expect(`${message} ${fix}`).not.toMatch(/undefined|\[object/);
  });
});
