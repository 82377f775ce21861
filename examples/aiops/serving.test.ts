import { App, Chart } from 'cdk8s';
import { argo, WorkflowTemplate } from 'cdk8s-mlops';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import {
  compile,
  createEnvironments,
  type EnvironmentState,
  type Environments,
  type EnvironmentsOptions,
  fails,
  outOfMemory,
  playPlan,
  type Scenario,
  type SimulationPlan,
  succeeds,
} from '../../src/testing/index';
import { synthesized } from '../../test/synthesized';
import { models } from './models';
import { platformOf, settingsFrom } from './platform';
import { retraining } from './retraining';
import { serve } from './serving';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly predictor: { readonly model: { readonly storageUri: string; readonly resources: object } };
  };
}

const files = [...synthesized('aiops')]
  .filter(([file]) => file.endsWith('.yaml'))
  .map(([file, text]) => ({ file, text }));
const written = files.flatMap(({ text }) => parseAllDocuments(text).map((document) => document.toJS() as Manifest));
const names = models.map(({ contract }) => contract.name);
const [anomaly = '', predictive = ''] = names;
const onGpu = models.flatMap(({ contract, device }) => (device === 'gpu' ? [contract.name] : []));

/** The same definition on Argo. */
function onArgo(): readonly object[] {
  const chart = new Chart(new App(), 'chart', { namespace: 'self-healing-platform' });
  const engine = argo('4.0');
  const platform = platformOf(chart, settingsFrom({}));
  for (const model of models) {
    const pipeline = retraining(model, platform, serve(platform, engine, model));
    new WorkflowTemplate(chart, `retrain-${model.contract.name}`, { engine, pipeline });
  }
  return chart.toJson();
}

const argoObjects = onArgo();
const plansOf = (compiled: (submit: string) => SimulationPlan) =>
  new Map(names.map((name) => [name, compiled(`retrain-${name}`)]));
const engines = [
  ['Tekton', plansOf((submit) => compile(files, { submit }))],
  ['Argo', plansOf((submit) => compile(argoObjects, { submit }))],
] as const;

const digestOf = (version: string) => `sha256:${version.padStart(64, '0')}`;

/** Version 7 is served, everybody says so, and nothing is open. */
const at = (version: string | null, more: Partial<EnvironmentState> = {}): EnvironmentState => ({
  phase: 'idle',
  locked: false,
  candidate: version,
  deployed: version,
  good: version,
  hold: null,
  rejected: [],
  git: version,
  // What a registry would be told, if there were one.
  alias: more.good === undefined ? version : more.good,
  ...more,
});

/** Trains a model and brings it into service, or not. */
function night(
  plan: SimulationPlan | undefined,
  model: string,
  but: Extract<Scenario, object>,
  environments: Environments,
  version = '8',
) {
  if (plan === undefined) throw new Error('there is no such pipeline');
  const { phase, workflows } = playPlan(
    plan,
    {
      'check-source': succeeds({ outcome: 'ready', source: 'prometheus' }),
      ...(onGpu.includes(model) ? { 'copy-model': succeeds({ outcome: 'copied', digest: digestOf(version) }) } : {}),
      'check-model': succeeds({ verdict: 'pass', diagnosis: 'none', digest: digestOf(version) }),
      'publish-model': succeeds({
        outcome: 'published',
        'model-version': version,
        'artifact-uri': `pvc://model-storage-pvc/${model}/${version}`,
        'run-id': `retrain-${version}`,
        digest: digestOf(version),
      }),
      ...but,
    },
    { environments },
  );
  // Argo calls an arm by its word, Tekton by its task.
  const ran = (workflows[0]?.nodes ?? [])
    .filter(({ type, phase }) => ['Pod', 'Step'].includes(type) && !['Skipped', 'Omitted'].includes(phase))
    .map(({ displayName }) => displayName.replace(/-candidate$/, ''));
  return { phase, ran };
}

const endpoint = (model: string) => `check-http-v1-models-${model}-predict`;
const finds = (reason: string, verdict = 'fail') => succeeds({ verdict, reason });

interface Flow {
  readonly flow: string;
  readonly but?: (model: string) => Extract<Scenario, object>;
  readonly served?: string | null;
  readonly world?: EnvironmentsOptions;
  readonly green?: true;
  readonly leaves: EnvironmentState;
  readonly came?: readonly string[];
  readonly not?: readonly string[];
}

const untouched = at('7', { candidate: null });
const back = at('7', { candidate: '8', rejected: ['8'] });

const flows: readonly Flow[] = [
  {
    flow: 'A-S1 all is well: the new version is in service and the good one',
    green: true,
    leaves: at('8'),
    came: ['publish-model', 'begin-gate', 'wait-rollout', 'check-pods', 'prove-again', 'record-verdict'],
  },
  {
    flow: 'A-S2 Prometheus is away and synthetic data will do: the same',
    but: () => ({ 'check-source': succeeds({ outcome: 'fallback', source: 'synthetic' }) }),
    green: true,
    leaves: at('8'),
  },
  {
    flow: 'A-S2 Prometheus is away and nothing else will do: nothing is trained',
    but: () => ({ 'check-source': fails(1) }),
    leaves: untouched,
    not: ['publish-model', 'begin-gate'],
  },
  {
    flow: 'A-S3 the notebook fails: what is served is not touched',
    but: (model) => ({ [`train-${model}`]: fails(1) }),
    leaves: untouched,
    not: ['check-model', 'publish-model', 'begin-gate'],
  },
  {
    flow: 'A-S4 the file is of another shape: it never gets where files are served from',
    but: () => ({ 'check-model': succeeds({ verdict: 'fail', diagnosis: 'shape', digest: digestOf('8') }) }),
    leaves: untouched,
    not: ['publish-model', 'begin-gate'],
  },
  {
    flow: 'A-S4 the pod that judges the file is killed: the same',
    but: () => ({ 'check-model': outOfMemory }),
    leaves: untouched,
    not: ['publish-model', 'begin-gate'],
  },
  {
    flow: 'A-S6 the endpoint answers something else: the version before is served again',
    but: (model) => ({ [endpoint(model)]: finds('answers 2, expected one of -1, 1') }),
    leaves: back,
    came: ['revert'],
    not: ['promote', 'check-pods'],
  },
  {
    flow: 'A-S6 an old pod answers at the deadline: the version before is served again',
    but: () => ({ 'wait-rollout': finds('another version answers', 'error') }),
    leaves: back,
    came: ['revert'],
    not: ['check-pods'],
  },
  {
    flow: 'A-S6 the pods are killed for their memory while they are looked at: the same',
    but: () => ({ 'check-pods': finds('OOMKilled') }),
    leaves: back,
    came: ['revert'],
  },
  {
    flow: 'A-S6 the pod that asks the endpoint is killed: the same, on Tekton by who settles at the end',
    but: (model) => ({ [endpoint(model)]: outOfMemory }),
    leaves: back,
    not: ['promote', 'check-pods'],
  },
  {
    flow: 'A-S6 and the version before does not come back in time: red, and who settles goes on',
    but: () => ({ 'check-pods': finds('OOMKilled') }),
    world: { rollout: () => 'late' },
    leaves: back,
  },
  {
    flow: 'A-S8 there are two files: neither is served',
    but: () => ({ 'check-model': succeeds({ verdict: 'fail', diagnosis: 'several-files', digest: 'none' }) }),
    leaves: untouched,
    not: ['publish-model', 'begin-gate'],
  },
  {
    flow: 'A-S10 the first version of all passes: it is the good one',
    served: null,
    green: true,
    leaves: at('8'),
  },
  {
    flow: 'A-S10 the first version of all fails: it is held, and never was the good one',
    but: (model) => ({ [endpoint(model)]: finds('status 500') }),
    served: null,
    leaves: at('8', { good: null, hold: 'no-baseline', rejected: ['8'] }),
    not: ['promote', 'revert'],
  },
];

describe.each(engines)('a night of the aiops example that ends in service, on %s', (_, plans) => {
  const rows = flows.flatMap((flow) => names.map((name) => [name, flow.flow, flow] as const));
  it.each(rows)('%s: %s', (name, _, { but, served = '7', world, green, leaves, came = [], not = [] }) => {
    const environments = createEnvironments({ production: served }, world);
    const { phase, ran } = night(plans.get(name), name, but?.(name) ?? {}, environments);
    expect(phase).toBe(green ? 'Succeeded' : 'Failed');
    expect(environments.state('production')).toEqual(leaves);
    expect(ran).toEqual(expect.arrayContaining([...came]));
    expect(ran.filter((stage) => not.includes(stage))).toEqual([]);
  });

  it('A-S9 one of two models fails: the other is in service', () => {
    const [one, two] = [createEnvironments({ production: '7' }), createEnvironments({ production: '7' })];
    const bad = night(plans.get(anomaly), anomaly, { 'check-pods': finds('OOMKilled') }, one);
    const good = night(plans.get(predictive), predictive, {}, two);
    expect([bad.phase, good.phase]).toEqual(['Failed', 'Succeeded']);
    expect([one.state('production').git, two.state('production').git]).toEqual(['7', '8']);
  });

  it('two bad versions follow each other: the last good one is served after both', () => {
    const environments = createEnvironments({ production: '7' });
    for (const version of ['8', '9'])
      night(plans.get(anomaly), anomaly, { 'check-pods': finds('OOMKilled') }, environments, version);
    expect(environments.state('production')).toMatchObject({ git: '7', good: '7', rejected: ['8', '9'] });
    night(plans.get(anomaly), anomaly, {}, environments, '10');
    expect(environments.state('production')).toMatchObject({ git: '10', good: '10' });
  });
});

describe('what serves the models', () => {
  const served = (name: string) =>
    written.find(({ kind, metadata }) => kind === 'InferenceService' && metadata.name === name)?.spec.predictor.model;

  it('A-S10 has an address that no store has until a version was deployed: it is not ready before', () => {
    expect(names.map((name) => served(name)?.storageUri)).toEqual(
      names.map((name) => `pvc://model-storage-pvc/${name}/not-deployed`),
    );
  });

  it('asks for as much and may use as much as the platform says', () => {
    expect(names.map((name) => served(name)?.resources)).toEqual([
      { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '4', memory: '8Gi' } },
      { requests: { cpu: '1', memory: '2Gi' }, limits: { cpu: '2', memory: '6Gi' } },
    ]);
  });

  it('A-S9 has a record for each model, and shares no lock', () => {
    const records = written.filter(({ kind, metadata }) => kind === 'ConfigMap' && /^release-/.test(metadata.name));
    expect(records.map(({ metadata }) => metadata.name)).toEqual(names.map((name) => `release-${name}-production`));
  });
});
