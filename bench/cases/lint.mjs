import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../lib/cli/run.js';
import { build, isBuilt } from '../../scripts/conformance/judge.mjs';

const root = join(import.meta.dirname, '../..');
const main = join(root, 'lib/cli/main.js');
/** Argo's own examples; nothing of them is part of this project. */
const corpus = join(root, '../shared/corpus/argo-examples');

/**
 * The lint of the command line: `corpus` is the whole process on Argo's examples, beside the engine's own validators on the
 * same files; `documents` is 10,000 WorkflowTemplates; `one` is single files, beside a process that does nothing.
 */
export function measure(folder, what) {
  return { corpus: onCorpus, documents: ofDocuments, one: ofOneFile }[what](folder);
}

function onCorpus() {
  if (!existsSync(corpus)) return { absent: "Argo's examples are not there" };
  const ours = best(5, process.execPath, [main, 'lint', '--format', 'json', corpus], [0, 1]);
  if (!isBuilt()) return { ours, absent: '`npm run conformance` has not built the validators' };
  const [judge, ...settings] = build();
  const files = readdirSync(corpus, { recursive: true }).filter((name) => name.endsWith('.yaml'));
  const paths = files.map((name) => join(corpus, name));
  return { ours, judge: best(5, judge, [...settings, ...paths], [0, 1]), files: files.length };
}

async function ofDocuments(folder) {
  for (let file = 0; file < 1000; file++) {
    const documents = Array.from({ length: 10 }, (_, i) => template(file * 10 + i));
    mkdirSync(join(folder, `team-${file % 20}`), { recursive: true });
    writeFileSync(join(folder, `team-${file % 20}`, `${file}.yaml`), documents.join('---\n'));
  }
  let out = '';
  const start = performance.now();
  const code = await run(['lint', folder], {
    out: (text) => {
      out += text;
    },
    err: () => {},
    stdin: () => process.stdin,
    color: { out: false, err: false },
  });
  const ms = performance.now() - start;
  if (code !== 0 || out !== '1000 files, no findings\n') throw new Error(`something is found in sound files: ${out}`);
  return { ms, megabytes: (process.resourceUsage().maxRSS * 1024) / 1e6 };
}

/** A small file, and two as people have them; beside them what Node.js takes to start, and to import the package. */
function ofOneFile(folder) {
  const file = join(folder, 'one.yaml');
  writeFileSync(file, template(0));
  const lint = (path) => best(15, process.execPath, [main, 'lint', path], [0, 1]);
  return {
    lint: lint(file),
    argo: lint(join(root, 'dist-manifests/gourmetgram/argo/workflowtemplate_cron-train.yaml')),
    tekton: lint(join(root, 'dist-manifests/aiops/self-healing-platform/pipeline_retrain-ensemble.yaml')),
    nothing: best(15, process.execPath, ['-e', '0'], [0]),
    imported: best(15, process.execPath, ['-e', `require(${JSON.stringify(root)})`], [0]),
  };
}

/** Milliseconds of the quickest of several processes. */
function best(runs, command, args, codes) {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
    least = Math.min(least, performance.now() - start);
    if (!codes.includes(status)) throw new Error(`${command} ended with ${status}: ${stderr}`);
  }
  return least;
}

/** A WorkflowTemplate of three steps, about as long as most that people write. */
const template = (i) => `apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata:
  name: train-${i}
  namespace: team-${i % 20}
spec:
  entrypoint: main
  serviceAccountName: train
  activeDeadlineSeconds: 7200
  arguments:
    parameters:
      - name: epochs
        value: '10'
  templates:
    - name: main
      dag:
        tasks:
          - name: prepare
            template: prepare
          - name: fit
            template: fit
            depends: prepare.Succeeded
            arguments:
              parameters:
                - name: data
                  value: '{{tasks.prepare.outputs.parameters.data}}'
                - name: epochs
                  value: '{{workflow.parameters.epochs}}'
    - name: prepare
      container:
        image: ghcr.io/acme/prepare:1.4.${i % 10}
        command: [prepare.py]
        args: [--out=/out/data]
      outputs:
        parameters:
          - name: data
            valueFrom:
              path: /out/data
    - name: fit
      inputs:
        parameters:
          - name: data
          - name: epochs
      container:
        image: ghcr.io/acme/fit:2.0.${i % 10}
        command: [fit.py]
        args: ['--data={{inputs.parameters.data}}', '--epochs={{inputs.parameters.epochs}}']
        resources:
          limits:
            memory: 4Gi
`;
