import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { manifests } from '../written';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly if?: string;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly if?: string;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, { readonly inputs?: Readonly<Record<string, unknown>> } | null>>;
  readonly permissions: unknown;
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const texts = Object.fromEntries(
  ['integration-test.yaml', 'validate-engine.yaml'].map((file) => [file, readFileSync(join(__dirname, file), 'utf8')]),
);

function workflowOf(file: string): Workflow {
  const document = parseDocument(texts[file] ?? '', { strict: true, uniqueKeys: true });
  expect(document.errors).toEqual([]);
  return document.toJS() as Workflow;
}

describe.each(Object.keys(texts))('%s', (file) => {
  const workflow = workflowOf(file);
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  const scripts = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));

  it('asks for no secret in a condition, which GitHub refuses to parse', () => {
    const conditions = [...Object.values(workflow.jobs), ...steps].flatMap((each) => each.if ?? []);
    expect(conditions.length).toBeGreaterThan(0);
    for (const condition of conditions) expect(condition).not.toMatch(/secrets/);
  });

  it('pastes no value into a script', () => {
    for (const script of scripts) expect(script).not.toContain('${{');
  });

  it('has scripts that a shell understands', () => {
    for (const script of scripts) {
      const { status, stderr } = spawnSync('bash', ['-n', '-c', script], { encoding: 'utf8' });
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    }
  });

  it('takes no token as an input, and sees to the certificate of the API server', () => {
    const inputs = Object.values(workflow.on).flatMap((event) => Object.keys(event?.inputs ?? {}));
    expect(inputs.filter((name) => /token|password/.test(name))).toEqual([]);
    expect(texts[file]).not.toMatch(/insecure|verify=false|\bcurl\b|-k\s/i);
  });

  it('removes no namespace and no claim, and swallows no failure', () => {
    for (const script of scripts) {
      expect(script).not.toMatch(/delete\s+(ns|namespaces?|projects?|pvc|persistentvolumeclaims?|-f|--all)\b/);
      expect(script).not.toMatch(/\|\|\s*(true|:|echo)/);
    }
    expect(texts[file]).not.toMatch(/continue-on-error/);
  });

  it('has actions of a commit, a time for each job, and may only read', () => {
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeGreaterThan(0);
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  it('has no sign that nobody sees', () => {
    expect(texts[file]).toMatch(/^[\x20-\x7e\n]+$/);
  });

  it('starts pipelines that there are', () => {
    const started = scripts.flatMap((script) => [...script.matchAll(/start-run\.sh "\$\w+" "?([\w-]+)/g)]);
    const pipelines = manifests.flatMap(({ kind, metadata }) => (kind === 'Pipeline' ? [metadata.name] : []));
    expect(started.length).toBeGreaterThan(0);
    for (const [, name = ''] of started)
      expect(
        pipelines.some((pipeline) => pipeline === name || (name === 'retrain-' && pipeline.startsWith(name))),
      ).toBe(true);
  });
});

describe('when the workflows run', () => {
  it('is by hand for the integration test', () => {
    expect(Object.keys(workflowOf('integration-test.yaml').on)).toEqual(['workflow_dispatch']);
    expect(workflowOf('integration-test.yaml').on.workflow_dispatch?.inputs).toMatchObject({
      test_namespace: { default: 'self-healing-platform' },
      training_hours: { default: '24', options: ['24', '168', '720'] },
    });
  });

  it('is for pull requests, release branches and by hand for the engine, which gets secrets only after a merge', () => {
    const { on, jobs } = workflowOf('validate-engine.yaml');
    expect(on).toMatchObject({ pull_request: null, push: { branches: ['release-*'] } });
    expect(jobs.validate?.if).toBe("github.event_name != 'pull_request'");
    const ofPulls = (jobs.build?.steps ?? []).filter((step) => step.if === undefined);
    expect(JSON.stringify(ofPulls)).not.toContain('secrets.');
  });
});

describe('start-run.sh', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubectl-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  /** Says what it is asked for, and answers as a cluster whose run ends in a certain way. */
  writeFileSync(
    join(folder, 'kubectl'),
    `#!/usr/bin/env bash
printf '%s\\n' "$*" >> "$ASKED"
case "$*" in
  *"get configmap"*) if [ "$ENDS" = absent ]; then echo 'not found' >&2; exit 1; fi; echo '{"spec":{}}' ;;
  *"patch --local"*) cat > /dev/null; echo "\${@: -1}" ;;
  *"create -f -"*) cat > /dev/null; echo pipelinerun.tekton.dev/run-x1 ;;
  *'.message}'*) echo 'Tasks Completed: 4' ;;
  *'.status}'*) printf '%s' "$ENDS" ;;
  *logs*) echo '[pod] said' ;;
esac
`,
  );
  chmodSync(join(folder, 'kubectl'), 0o755);

  const start = (ends: string, ...words: readonly string[]) => {
    const asked = join(folder, `asked-${Math.random()}`);
    const { status, stdout, stderr } = spawnSync(join(__dirname, 'start-run.sh'), words, {
      encoding: 'utf8',
      env: {
        PATH: `${folder}${delimiter}${process.env.PATH}`,
        ENDS: ends,
        ASKED: asked,
        MINUTES: ends === 'Unknown' ? '0' : '1',
        POLL_SECONDS: '0.1',
      },
    });
    const read = () => readFileSync(asked, 'utf8');
    return { status, stdout, stderr, asked: words.length < 2 || status === 2 ? '' : read() };
  };

  it('creates the run that stands beside the pipeline, with other parameters, and waits for its end', () => {
    const { status, stdout, asked } = start('True', 'aiops', 'retrain-anomaly-detector', 'training-hours=24');
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringMatching(/said\n.*\n.*succeeded\n$/) });
    expect(asked).toContain('-n aiops get configmap retrain-anomaly-detector-run');
    const [, patch = ''] = /-p (\{.*\})\n/.exec(asked) ?? [];
    expect(JSON.parse(patch)).toEqual({
      metadata: { labels: { 'aiops/started-by': 'by-hand' } },
      spec: { params: [{ name: 'training-hours', value: '24' }] },
    });
  });

  it.each([
    ['a run that fails', 'False', /failed/],
    ['a run that does not end', 'Unknown', /did not end/],
    ['a pipeline that is not there', 'absent', /not found/],
  ])('ends red for %s', (_, ends, said) => {
    const { status, stderr } = start(ends, 'aiops', 'validate-models');
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(said) });
  });

  it.each([[[]], [['aiops']], [['aiops', 'p', 'hours']], [['aiops', 'p', 'a=b"c']], [['aiops', 'p', 'a=$(id)']]])(
    'takes no %j',
    (words) => {
      expect(start('True', ...words).status).toBe(2);
    },
  );
});
