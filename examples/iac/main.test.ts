import { describe, expect, it } from 'vitest';
import { committed } from '../../test/synthesized';
import { legacy, models, ofEach } from './models';
import { envOf, files, manifests, named } from './written';

const each = Object.values(ofEach((model, path) => [path, model] as const));

describe('the iac example', () => {
  it('writes the committed manifests, no more and no less', async () => {
    expect([...files.keys()]).toEqual([...committed('iac').keys()]);
    for (const [file, text] of files) await expect(text).toMatchFileSnapshot(`../../dist-manifests/iac/${file}`);
  });

  const training = JSON.parse(envOf('retrain', 'train-models').TRAINING ?? '{}');

  it('asks the engine for the three models, with their hyperparameters, and for no rule', () => {
    expect(training.start).toMatchObject({
      path: '/api/v3/aiops/models/train',
      body: {
        models: ['failure_predictor', 'threat_detector', 'capacity_forecaster'],
        hyperparameters: {
          failure_predictor: { epochs: 50, batch_size: 32, learning_rate: 0.0005, optimizer: 'adam' },
          threat_detector: { n_estimators: 200, max_features: 'sqrt', random_state: 42 },
          capacity_forecaster: { n_estimators: 500, max_depth: 5, learning_rate: 0.1 },
        },
      },
      values: [
        { at: ['use_synthetic_data'], kind: 'boolean' },
        { at: ['n_samples'], kind: 'integer' },
      ],
    });
    for (const rule of legacy) expect(JSON.stringify(training.start)).not.toContain(rule);
  });

  it('takes for trained only what was logged with the hyperparameters that were asked for', () => {
    const runs = training.models.map(({ name, run }: { name: string; run: object }) => [name, run]);
    expect(Object.fromEntries(runs)).toEqual({
      failure: {
        name: 'lstm_failure_predictor',
        params: { epochs: '50', batch_size: '32', learning_rate: '0.0005', optimizer: 'adam' },
      },
      threat: {
        name: 'rf_threat_detector',
        params: { n_estimators: '200', max_features: 'sqrt', random_state: '42' },
      },
      capacity: {
        name: 'xgb_capacity_forecaster',
        params: { n_estimators: '500', max_depth: '5', learning_rate: '0.1' },
      },
    });
  });

  it('I-S6 looks whether the rules are still rules, before anything is registered and in what serves', () => {
    expect(training.untrained.map(({ name, status }: { name: string; status: object }) => [name, status])).toEqual(
      legacy.map((name) => [name, { at: `models.${name}.trained`, is: false }]),
    );
    const untrained = Object.fromEntries(
      legacy.map((name) => [name, { type: 'object', fields: { trained: { type: 'boolean', equals: false } } }]),
    );
    for (const [, { name }] of each) {
      const { json } = JSON.parse(envOf(`test-${name}`, 'check-status').EXPECT ?? '{}');
      expect(json.models.fields).toMatchObject(untrained);
    }
  });

  it('tells both ways to train the same', () => {
    for (const [, { name, engine, hyperparameters }] of each) {
      expect(JSON.parse(envOf('retrain-in-pods', `train-${name}`).HYPERPARAMETERS ?? '')).toEqual(hyperparameters);
      expect(training.start.body.hyperparameters[engine.train]).toEqual(hyperparameters);
    }
    const inputs = ['retrain', 'retrain-in-pods'].map((name) => named('WorkflowTemplate', name).spec.arguments);
    expect(inputs[1]).toEqual(inputs[0]);
  });

  it('asks for no alias at registration: the alias of a model follows its release', () => {
    const { policy, members } = JSON.parse(envOf('retrain', 'register-models').REGISTRATION ?? '{}');
    expect(policy).toBe('perModel');
    expect(members).toEqual(
      each.map(([name, { name: model, gate }]) => expect.objectContaining({ name, model, evaluate: gate })),
    );
    for (const member of members) expect(member).not.toHaveProperty('alias');
  });

  it('I-14 warns where capacity answers something else, and fails the others', () => {
    const severities = each.map(([path, { name }]) => [path, envOf(`test-${name}`, `check-${path}`).SEVERITY]);
    expect(Object.fromEntries(severities)).toEqual({ failure: 'fail', threat: 'fail', capacity: 'warn' });
  });

  it('trains every seven days, one run at a time', () => {
    expect(named('CronWorkflow', 'weekly-retrain').spec).toMatchObject({
      schedules: ['0 3 * * 0'],
      timezone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
    });
  });

  it('has the engine listen where its Service, its probes and the training look for it', () => {
    const [container] = named('Deployment', 'aiops-engine').spec.template?.spec.containers ?? [];
    expect(container).toMatchObject({
      command: ['uvicorn', 'app_v3:app', '--host', '0.0.0.0', '--port', '8100', '--workers', '4'],
      ports: [{ containerPort: 8100 }],
      readinessProbe: { httpGet: { path: '/health', port: 'http' } },
    });
    expect(named('Service', 'aiops-engine').spec.ports).toMatchObject([{ port: 8100, targetPort: 'http' }]);
    expect(envOf('retrain', 'train-models').TRAINING_URL).toBe('http://aiops-engine.aiops.svc.cluster.local:8100');
  });

  it.each(each)(
    'serves %s by the engine that trains, with the model in its image and four workers',
    (_, { name, limits }) => {
      const [container] = named('Deployment', name).spec.template?.spec.containers ?? [];
      expect(container).toMatchObject({
        image: `registry.kube-system.svc.cluster.local:5000/${name}:not-deployed`,
        env: expect.arrayContaining([{ name: 'WEB_CONCURRENCY', value: '4' }]),
        resources: { limits },
      });
      const [engine] = named('Deployment', 'aiops-engine').spec.template?.spec.containers ?? [];
      const base = envOf(`build-${name}`, 'append-layer').BASE_REPOSITORY;
      expect(engine?.image).toMatch(new RegExp(`^${base}@sha256:`));
    },
  );

  it('has Prometheus ask everything that listens, at the engine’s own path', () => {
    const { selector, endpoints } = named('ServiceMonitor', 'aiops').spec as never as {
      selector: { matchExpressions: { key: string; values: string[] }[] };
      endpoints: { port: string; path: string }[];
    };
    expect(endpoints).toMatchObject([{ port: 'http', path: '/api/v3/aiops/metrics' }]);
    const services = manifests.filter(({ kind }) => kind === 'Service');
    const [{ key = '', values = [] } = {}] = selector.matchExpressions;
    expect(services.map(({ metadata }) => metadata.labels?.[key]).sort()).toEqual([...values].sort());
  });

  it('tells somebody of drift above 0.3, accuracy below 0.7 and false alarms above 0.05', () => {
    const { groups } = named('PrometheusRule', 'aiops').spec as never as { groups: { rules: { expr: string }[] }[] };
    const limits = groups.flatMap(({ rules }) => rules.map(({ expr }) => expr.replace(/^.*\{.*\}\)? ?/, '')));
    expect(limits).toEqual(['> 0.3', '< 0.7', '> 0.05', '']);
  });
});

/** What the platform calls a success, and the step that asks for it in every run, so that each is asked again each week. */
describe('the seven criteria of success of the iac example', () => {
  it('1: the engine is healthy', () => {
    const { templates = [] } = named('WorkflowTemplate', 'retrain').spec;
    const health = templates.find(({ name }) => name === 'check-health')?.container?.command;
    expect(health?.at(-1)).toBe('http://aiops-engine.aiops.svc.cluster.local:8100/api/v3/aiops/health');
  });

  it('2: all three models are trained, in the experiment aiops-models', () => {
    const { experiment, models: trained } = JSON.parse(envOf('retrain', 'train-models').TRAINING ?? '{}');
    expect(experiment).toBe('aiops-models');
    expect(trained.map(({ name, required }: { name: string; required: boolean }) => [name, required])).toEqual(
      Object.keys(models).map((name) => [name, true]),
    );
  });

  it('3: each is better than chance, and than the seed’s own numbers', () => {
    const { members } = JSON.parse(envOf('retrain', 'register-models').REGISTRATION ?? '{}');
    const metrics = Object.assign(
      {},
      ...members.map(({ evaluate }: { evaluate: { metrics: object } }) => evaluate.metrics),
    );
    expect(metrics).toMatchObject({
      val_auc: { atLeast: 0.6 },
      validation_accuracy: { atLeast: 0.5 },
      validation_r2_score: { atLeast: 0.3, gap: { to: 'train_r2_score', atMost: 0.3 } },
    });
  });

  it.each(each)('4: the version of %s in service is the registered one', (_, { name, engine }) => {
    expect(envOf(`test-${name}`, 'check-status')).toMatchObject({
      VERSION_PATH: '/api/v3/aiops/models/status',
      VERSION_FIELD: `models.${engine.status}.version`,
    });
  });

  it.each(each)('5: %s answers by its contract', (path, { name, contract }) => {
    const { REQUEST_PATH, EXPECT } = envOf(`test-${name}`, `check-${path}`);
    expect(REQUEST_PATH).toBe(`/api/v3/aiops/predict/${path}`);
    expect(JSON.parse(EXPECT ?? '')).toMatchObject({ status: 200, json: contract.answer });
  });

  it.each(each)('6: %s answers within 100 ms', (path, { name }) => {
    expect(JSON.parse(envOf(`test-${name}`, `check-${path}`).EXPECT ?? '')).toMatchObject({ maxLatencyMs: 100 });
  });

  it.each(each)('7: %s shows its metrics', (_, { name }) => {
    expect(envOf(`test-${name}`, 'check-metrics').REQUEST_PATH).toBe('/api/v3/aiops/metrics');
  });
});
