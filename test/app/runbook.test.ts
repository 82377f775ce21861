import { describe, expect, it } from 'vitest';
import { operationOf } from '../../src/app/runbook/collect-operations';
import { runbookText } from '../../src/app/runbook/runbook-text';
import { committed } from '../synthesized';

const metadata = { name: 'release', namespace: 'mlops' };
const textOf = (...manifests: readonly object[]) =>
  runbookText(manifests.flatMap((manifest) => operationOf(manifest as never) ?? []));

describe('the runbook', () => {
  it('starts what has a template, with what a person has to give', () => {
    const parameters = [
      { name: 'model-version', description: 'version of the model' },
      { name: 'scenario', value: 'normal', enum: ['normal', 'oversized'] },
      { name: 'commit', value: '' },
    ];
    const annotations = { 'workflows.argoproj.io/description': 'Releases.' };
    const text = textOf({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'WorkflowTemplate',
      metadata: { ...metadata, annotations },
      spec: { arguments: { parameters }, templates: [] },
    });
    expect(text).toContain('## Start `release`\n\nReleases.\n');
    expect(text).toContain('- `model-version`: version of the model\n');
    expect(text).toContain('- `scenario`: one of `normal`, `oversized`; `normal` if left out\n');
    expect(text).toContain('- `commit`: may be left out\n');
    expect(text).toContain('argo submit -n mlops --from workflowtemplate/release -p model-version=MODEL_VERSION\n');
  });

  it('answers what waits for a person, by the name of the step that waits', () => {
    const decision = { name: 'decision', default: 'expired', enum: ['approve', 'refuse', 'expired'] };
    const text = textOf({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'WorkflowTemplate',
      metadata,
      spec: {
        templates: [
          { name: 'main', dag: { tasks: [{ name: 'ask', template: 'main-ask' }] } },
          { name: 'main-ask', suspend: {}, inputs: { parameters: [decision] } },
        ],
      },
    });
    expect(text).toContain('It waits for a person: approve or refuse.');
    expect(text).toContain(
      'argo node set -n mlops RUN --output-parameter decision=approve --node-field-selector displayName=ask\n',
    );
    expect(text).toContain('argo resume -n mlops RUN --node-field-selector displayName=ask\n');
  });

  it('stops, resumes and starts what starts by itself', () => {
    const text = textOf({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'CronWorkflow',
      metadata,
      spec: { schedules: ['0 2 * * *'] },
    });
    for (const command of [
      'argo cron suspend -n mlops release',
      'argo cron resume',
      'argo submit -n mlops --from cronwf/release',
    ])
      expect(text).toContain(command);
  });

  describe('on Tekton', () => {
    const ours = { ...metadata, labels: { 'app.kubernetes.io/managed-by': 'cdk8s-mlops' } };
    const pipeline = (params: readonly object[], more: object = ours) => ({
      apiVersion: 'tekton.dev/v1',
      kind: 'Pipeline',
      metadata: more,
      spec: { description: 'Releases.', params },
    });

    it('creates the run that the ConfigMap beside the Pipeline has', () => {
      const text = textOf(pipeline([{ name: 'scenario', description: 'what to train', default: 'normal' }]));
      expect(text).toContain('## Start `release`\n\nReleases.\n');
      expect(text).toContain('- `scenario`: what to train; `normal` if left out\n');
      expect(text).toContain(
        "kubectl -n mlops get configmap release-run -o jsonpath='{.data.run\\.json}' \\\n  | kubectl create -f -\n",
      );
    });

    it('gives that run what a person has to give, and nothing else', () => {
      const text = textOf(pipeline([{ name: 'model-version' }, { name: 'commit', default: '' }]));
      const patch = /--type merge -o json -p '(.*)'/.exec(text)?.[1] ?? '';
      expect(JSON.parse(patch)).toEqual({ spec: { params: [{ name: 'model-version', value: 'MODEL_VERSION' }] } });
    });

    it('stops, resumes and starts what starts by itself', () => {
      const text = textOf({ apiVersion: 'batch/v1', kind: 'CronJob', metadata: ours, spec: { schedule: '0 2 * * *' } });
      expect(text).toContain('It starts by itself: `0 2 * * *`.');
      for (const command of [
        '"suspend":true',
        '"suspend":false',
        'create job --from=cronjob/release release-$(date +%s)',
      ])
        expect(text).toContain(command);
    });

    it('says once how a run is stopped so that it still gives back what it has', () => {
      const text = textOf(pipeline([]), pipeline([], { ...ours, name: 'other' }));
      expect(text.match(/CancelledRunFinally/g)).toHaveLength(1);
    });

    it('says nothing of Pipelines and CronJobs of others', () => {
      expect(operationOf(pipeline([], metadata) as never)).toBeUndefined();
      const cron = { apiVersion: 'batch/v1', kind: 'CronJob', metadata, spec: { schedule: '0 2 * * *' } };
      expect(operationOf(cron as never)).toBeUndefined();
    });

    it('has the same sections for gourmetgram as on Argo, but for what asks a person', () => {
      const sections = (example: string) =>
        (committed(example).get('RUNBOOK.md') ?? '').match(/^## .*$/gm)?.filter((line) => !line.includes('Stop a run'));
      const own = sections('gourmetgram')?.filter(
        (line) => !/promote-to-production|-gourmetgram-(canary|production)`/.test(line),
      );
      expect(own?.length).toBeGreaterThan(15);
      expect(sections('gourmetgram-tekton')?.filter((line) => !line.includes('-gourmetgram-canary`'))).toEqual(own);
    });
  });

  it('says nothing of what nobody has to do anything about', () => {
    expect(operationOf({ apiVersion: 'v1', kind: 'ConfigMap', metadata } as never)).toBeUndefined();
    expect(operationOf({ apiVersion: 'v1', kind: 'ServiceAccount', metadata } as never)).toBeUndefined();
  });

  it('of gourmetgram has a command for each thing that may have to be done', () => {
    const text = committed('gourmetgram').get('RUNBOOK.md') ?? '';
    for (const command of [
      '--from workflowtemplate/cron-train',
      '--output-parameter decision=approve',
      'promote-or-revert-override',
      'promote-or-revert-release-hold',
      'promote-or-revert-retry-gate',
      'promote-to-production-undo',
      'cronwf/drift-staging',
      'get configmap release-gourmetgram-staging',
    ])
      expect(text).toContain(command);
  });
});
