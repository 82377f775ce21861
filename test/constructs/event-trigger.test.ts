import { App, Chart, Testing } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { ArgoEvent, argoEvents } from '../../src/engines/events/index';
import {
  type AwaitedEvent,
  argo,
  boolean,
  EventFrom,
  type EventInputs,
  EventJoin,
  EventTrigger,
  type EventTriggerProps,
  Image,
  integer,
  list,
  oneOf,
  pipeline,
  Schedule,
  secretKey,
  type Task,
  task,
  text,
  WorkflowTemplate,
} from '../../src/index';
import { emittedBy } from '../engines/argo/emitted';

const engine = argo('4.0');
const events = argoEvents('1.9');
const image = Image.tagged('ghcr.io/acme/fraud:1.4.2');
const train = task('train', {
  image,
  inputs: {
    commit: text({ pattern: /[0-9a-f]{40}/ }),
    scenario: oneOf(['normal', 'small'], { default: 'normal' }),
    epochs: integer({ min: 1, max: 9, default: 5 }),
    note: text({ default: '' }),
    force: boolean({ default: false }),
  },
  command: ['train'],
});
type Inputs = typeof train extends Task<infer I, unknown> ? I : never;

const training = (chart: Chart) =>
  new WorkflowTemplate(chart, 'training', {
    engine,
    pipeline: pipeline(
      'training',
      {
        commit: text({ pattern: /[0-9a-f]{40}/ }),
        scenario: oneOf(['normal', 'small'], { default: 'normal' }),
        epochs: integer({ min: 1, max: 9, default: 5 }),
        note: text({ default: '' }),
        force: boolean({ default: false }),
      },
      (p, inputs) => void p.step(train, inputs),
    ),
  });

const secret = secretKey('github-webhook', 'secret');
const push = EventFrom.github({ owner: 'acme', repository: 'fraud', push: 'main', secret });
const called = EventFrom.webhook({ path: '/trained', secret: secretKey('calls', 'token'), where: { kind: 'trained' } });

const emitted = (on: EventTriggerProps<Inputs>['on'], inputs: EventInputs<Inputs>, more: object = {}) =>
  emittedBy((chart) => {
    new EventTrigger(chart, 'on-push', { engine, events, on, run: training(chart), inputs, ...more });
  });

const commit = push.value('after');

describe('a trigger on Argo', () => {
  const { one, manifests } = emitted(push, { commit, scenario: 'small', epochs: push.value('commits[0].epochs') });

  it('receives what GitHub signs, at a Service of its own', () => {
    expect(one('EventSource').spec).toMatchObject({
      service: { ports: [{ port: 12000, targetPort: 12000 }] },
      github: {
        github: {
          repositories: [{ owner: 'acme', names: ['fraud'] }],
          events: ['push'],
          webhookSecret: { name: 'github-webhook', key: 'secret' },
          webhook: { endpoint: '/push', port: '12000', method: 'POST' },
          contentType: 'json',
        },
      },
    });
  });

  it('waits for a push to the branch of the repository, with values that fit the inputs', () => {
    const { dependencies } = one('Sensor').spec as { dependencies: unknown };
    const text = (path: string, ...value: string[]) => ({ path, type: 'string', value });
    expect(dependencies).toEqual([
      {
        name: 'github',
        eventSourceName: 'on-push',
        eventName: 'github',
        filters: {
          data: [
            text('body.X-GitHub-Event', '^(?:push)$'),
            text('body.repository.full_name', '^(?:acme\\/fraud)$'),
            text('body.ref', '^(?:refs\\/heads\\/main)$'),
            text('body.deleted', '^(?:false)$'),
            text('body.after', '^(?:[0-9a-f]{40})$'),
            { ...text('body.after', '\\{\\{'), comparator: '!=' },
            text('body.after', '^(?:[\\s\\S]{0,1000})$'),
            text('body.commits.0.epochs', '^(?:-?[0-9]{1,15})$'),
            { path: 'body.commits.0.epochs', type: 'number', comparator: '>=', value: ['1'] },
            { path: 'body.commits.0.epochs', type: 'number', comparator: '<=', value: ['9'] },
          ],
          exprs: [{ expr: "value =~ ''", fields: [{ name: 'value', path: 'body.after' }] }],
        },
      },
    ]);
  });

  it('creates the run, with each value at the place of its parameter', () => {
    const { triggers } = one('Sensor').spec as { triggers: { template: { k8s: unknown } }[] };
    expect(triggers).toHaveLength(1);
    expect(triggers[0]).toMatchObject({ atLeastOnce: true, retryStrategy: { steps: 4, duration: '10s' } });
    expect(triggers[0]?.template.k8s).toEqual({
      operation: 'create',
      source: {
        resource: {
          apiVersion: 'argoproj.io/v1alpha1',
          kind: 'Workflow',
          metadata: {
            generateName: 'training-',
            namespace: 'mlops',
            labels: { 'app.kubernetes.io/managed-by': 'cdk8s-mlops' },
          },
          spec: {
            arguments: {
              parameters: [
                { name: 'scenario', value: 'small' },
                { name: 'commit', value: '' },
                { name: 'epochs', value: '5' },
              ],
            },
            workflowTemplateRef: { name: 'training' },
          },
        },
      },
      parameters: [
        { src: { dependencyName: 'github', dataKey: 'body.after' }, dest: 'spec.arguments.parameters.1.value' },
        {
          src: { dependencyName: 'github', dataKey: 'body.commits.0.epochs' },
          dest: 'spec.arguments.parameters.2.value',
        },
      ],
    });
  });

  it('may create runs in its namespace and nothing else', () => {
    const roles = manifests.filter(({ kind, metadata }) => kind === 'Role' && metadata.name === 'on-push-trigger');
    expect(roles.map(({ rules }) => rules)).toEqual([
      [{ apiGroups: ['argoproj.io'], resources: ['workflows'], verbs: ['create'] }],
    ]);
    expect(manifests.filter(({ metadata }) => metadata.name === 'on-push-source').map(({ kind }) => kind)).toEqual([
      'ServiceAccount',
    ]);
  });

  it('runs in pods of accounts of their own, that may do little on their node', () => {
    for (const [kind, account] of Object.entries({ Sensor: 'on-push-trigger', EventSource: 'on-push-source' })) {
      expect((one(kind).spec as { template: unknown }).template).toMatchObject({
        serviceAccountName: account,
        securityContext: { runAsNonRoot: true, runAsUser: 9731, seccompProfile: { type: 'RuntimeDefault' } },
        container: {
          securityContext: {
            allowPrivilegeEscalation: false,
            capabilities: { drop: ['ALL'] },
            readOnlyRootFilesystem: true,
          },
        },
      });
    }
  });

  it('tells somebody what no run was created for, without the body', () => {
    const { one } = emitted(
      push,
      { commit },
      {
        deadLetter: { url: 'https://oncall.example.com/events', token: secretKey('oncall', 'authorization') },
        rateLimit: { runs: 3, per: 'hour' },
        retry: { limit: 0 },
      },
    );
    const { triggers } = one('Sensor').spec as { triggers: { dlqTrigger: { template: { http: object } } }[] };
    expect(triggers[0]).toMatchObject({
      rateLimit: { unit: 'Hour', requestsPerUnit: 3 },
      retryStrategy: { steps: 1 },
      dlqTrigger: {
        atLeastOnce: true,
        template: {
          http: {
            secureHeaders: [
              { name: 'Authorization', valueFrom: { secretKeyRef: { name: 'oncall', key: 'authorization' } } },
            ],
          },
        },
      },
    });
    expect(JSON.stringify(triggers[0]?.dlqTrigger)).not.toContain('dataKey');
    // Argo Events 1.9.11 panics at a payload of an event that has not come, unless it has a value.
    const { payload } = (triggers[0]?.dlqTrigger.template.http ?? {}) as { payload: { src: { value?: string } }[] };
    expect(payload.filter(({ src }) => src.value === undefined)).toEqual([]);
  });

  it('waits for several events together, each from a source of its own', () => {
    const { manifests, one } = emitted(EventJoin.all({ push, called }), { commit, note: called.value('model') });
    expect(manifests.filter(({ kind }) => kind === 'EventSource').map(({ metadata }) => metadata.name)).toEqual([
      'on-push-push',
      'on-push-called',
    ]);
    const { dependencies, triggers } = one('Sensor').spec as {
      dependencies: { name: string; eventSourceName: string }[];
      triggers: { template: { conditions: string } }[];
    };
    expect(dependencies).toMatchObject([
      { name: 'push', eventSourceName: 'on-push-push', eventName: 'push' },
      { name: 'called', eventSourceName: 'on-push-called', eventName: 'called' },
    ]);
    expect(triggers[0]?.template.conditions).toBe('push && called');
    expect(JSON.stringify(triggers)).toContain('"dataKey":"body.model","dependencyName":"called"');
  });

  it('takes a condition of events, where the run needs nothing of them', () => {
    const at = EventFrom.calendar({ schedule: Schedule.cron('0 2 * * *', { timezone: 'Etc/UTC' }) });
    const fixed = { commit: 'a'.repeat(40) };
    const { one } = emitted(EventJoin.when('(push && called) || at', { push, called, at }), fixed);
    expect(JSON.stringify(one('Sensor').spec)).toContain('"conditions":"(push && called) || at"');
  });

  it('uses the bus that is named', () => {
    const { manifests } = emitted(push, { commit }, { events: argoEvents('1.9', { bus: 'releases' }) });
    const buses = manifests.flatMap(({ kind, spec }) => (/Sensor|Source/.test(kind) ? [spec] : []));
    expect(buses).toMatchObject([{ eventBusName: 'releases' }, { eventBusName: 'releases' }]);
  });
});

describe('an event on Argo', () => {
  const key = secretKey('minio', 'key');
  const login = { user: secretKey('kafka', 'user'), password: secretKey('kafka', 'password') };
  const kafka = { brokers: ['kafka.flts:9093'], topic: 'model-training', group: 'fraud' };
  const specOf = (on: AwaitedEvent) => emitted(on, { commit: 'a'.repeat(40) }).one('EventSource');

  it.each<[string, AwaitedEvent, object]>([
    [
      'of a caller with a token',
      called,
      { webhook: { webhook: { endpoint: '/trained', port: '12000', authSecret: { name: 'calls', key: 'token' } } } },
    ],
    [
      'of Kafka',
      EventFrom.kafka({ ...kafka, login, tls: { ca: secretKey('kafka', 'ca') } }),
      {
        kafka: {
          kafka: {
            url: 'kafka.flts:9093',
            topic: 'model-training',
            jsonBody: true,
            consumerGroup: { groupName: 'fraud' },
            tls: { enabled: true, caCertSecret: { name: 'kafka', key: 'ca' } },
            sasl: { mechanism: 'SCRAM-SHA-512', userSecret: { name: 'kafka', key: 'user' } },
          },
        },
      },
    ],
    [
      'of a bucket',
      EventFrom.minio({ endpoint: 'minio:9000', bucket: 'models', prefix: 'in/', accessKey: key, secretKey: key }),
      {
        minio: {
          minio: {
            endpoint: 'minio:9000',
            bucket: { name: 'models' },
            events: ['s3:ObjectCreated:*'],
            filter: { prefix: 'in/' },
            insecure: false,
          },
        },
      },
    ],
    [
      'at a time',
      EventFrom.calendar({ schedule: Schedule.cron('0 2 * * *', { timezone: 'Etc/UTC' }) }),
      { calendar: { calendar: { schedule: '0 2 * * *', timezone: 'Etc/UTC' } } },
    ],
    [
      "in Argo Events' own words",
      ArgoEvent.of({ spec: { sqs: { trained: { region: 'eu-central-1', queue: 'trained' } } } }),
      { sqs: { trained: { region: 'eu-central-1', queue: 'trained' } } },
    ],
  ])('%s has a source', (_, event, spec) => {
    expect(specOf(event).spec).toMatchObject(spec);
  });

  it('of a source that is there makes none', () => {
    const { manifests, one } = emitted(ArgoEvent.existing({ source: 'platform', event: 'trained' }), {
      commit: 'a'.repeat(40),
    });
    expect(manifests.filter(({ kind }) => kind === 'EventSource')).toEqual([]);
    expect(one('Sensor').spec).toMatchObject({
      dependencies: [{ eventSourceName: 'platform', eventName: 'trained' }],
    });
  });

  it('says why it is not protected, in an annotation', () => {
    const reason = 'reachable from this namespace only';
    const source = specOf(EventFrom.kafka({ ...kafka, insecure: { reason } }));
    expect(source.metadata.annotations).toEqual({ 'cdk8s-mlops/unprotected': reason });
  });

  it('counts at some times of a day only', () => {
    const during = { start: '08:00:00', stop: '18:00:00', timezone: 'Europe/Berlin' };
    const daily = EventFrom.github({ owner: 'acme', repository: 'fraud', events: ['release'], secret, during });
    const { one } = emitted(daily, { commit: 'a'.repeat(40) });
    expect(one('Sensor').spec).toMatchObject({ dependencies: [{ filters: { time: during } }] });
  });
});

describe('a trigger is refused', () => {
  const text40 = 'a'.repeat(40);
  const trigger = (props: object) => () => {
    const chart = new Chart(new App(), 'test', { namespace: 'mlops' });
    const run = training(chart);
    new EventTrigger(chart, 'on-push', {
      engine,
      events,
      on: push,
      run,
      inputs: { commit: text40 },
      ...props,
    } as never);
    Testing.synth(chart);
  };
  const github = (props: object) => () =>
    EventFrom.github({ owner: 'acme', repository: 'fraud', push: 'main', secret, ...props });
  const kafka = (props: object) => () => EventFrom.kafka({ brokers: ['kafka:9092'], topic: 'a', group: 'b', ...props });
  const webhook = (props: object) => () => EventFrom.webhook({ secret, ...props });

  it.each<[string, () => unknown, RegExp]>([
    ['without what waits for events', trigger({ events: undefined }), /MLP3063: argo has no events of its own/],
    ['with events of something else', trigger({ events: 'argo' }), /MLP3063: events are of 'argo'/],
    ['that waits for nothing', trigger({ on: 'push' }), /MLP3060: a trigger waits for 'push'/],
    ['that waits for one of one', trigger({ on: EventJoin.all({ push }) }), /MLP3060: a join of 1 events/],
    [
      'with a condition of other events',
      trigger({ on: EventJoin.when('push && pull', { push, called }) }),
      /MLP3060: the condition of a join is 'push && pull'/,
    ],
    [
      'with a condition that is none',
      trigger({ on: EventJoin.when('(push && called', { push, called }) }),
      /MLP3060: the condition of a join/,
    ],
    [
      'with two words after each other',
      trigger({ on: EventJoin.when('push called', { push, called }) }),
      /MLP3060: the condition of a join/,
    ],
    ['that leaves out an input', trigger({ inputs: {} }), /MLP1102: 'training' needs 'commit'/],
    ['with an input that there is not', trigger({ inputs: { comit: commit } }), /MLP3062.*'comit'/],
    [
      'with a value of another event',
      trigger({ inputs: { commit: called.value('a') } }),
      /MLP3062: 'commit' is a value of an event that is not waited for/,
    ],
    [
      'with a value of one of several events',
      trigger({ on: EventJoin.any({ push, called }), inputs: { commit } }),
      /MLP3062: 'commit' is a value of an event that may not have come/,
    ],
    [
      'with a list that an event brings',
      () => {
        const chart = new Chart(new App(), 'test', { namespace: 'mlops' });
        const tag = task('tag', { image, inputs: { tags: list(text()) }, command: ['tag'] });
        const run = pipeline('tagging', { tags: list(text()) }, (p, inputs) => void p.step(tag, inputs));
        new EventTrigger(chart, 'on-push', { engine, events, on: push, run, inputs: { tags: push.value('commits') } });
      },
      /MLP3062: 'tags' of 'on-push' is a list/,
    ],
    ['with a value that does not fit', trigger({ inputs: { commit: 'main' } }), /MLP1001/],
    ['with a value that Argo would evaluate', trigger({ inputs: { commit: text40, note: '{{= 1 }}' } }), /MLP2001/],
    [
      'with a rate that is none',
      trigger({ rateLimit: { runs: 0, per: 'hour' } }),
      /MLP3063: rateLimit is 0 per 'hour'/,
    ],
    ['that is tried again for ever', trigger({ retry: { limit: 99 } }), /MLP1210/],
    ['whose dead letters go nowhere', trigger({ deadLetter: { url: 'oncall?token=1' } }), /MLP3063: deadLetter/],
    ['with a property that nobody reads', trigger({ input: {} }), /MLP1007/],
    ['of GitHub without a secret', github({ secret: undefined }), /MLP3061: EventFrom.github has the secret/],
    ['of GitHub with a secret that stands there', github({ secret: 'hunter2' }), /MLP3061/],
    [
      'of GitHub with a secret of a ConfigMap',
      github({ secret: { from: 'configMap', object: 'a', key: 'b' } }),
      /MLP3061/,
    ],
    ['of GitHub for nothing', github({ push: undefined }), /MLP3060: EventFrom.github waits for no event/],
    ['of GitHub for two kinds', github({ events: ['release'] }), /MLP3060: EventFrom.github waits for pushes and/],
    ['of GitHub for a branch that is none', github({ push: 'main..next' }), /MLP3060: .*as a branch/],
    [
      'of GitHub with a hook without TLS',
      github({ hook: { url: 'http://hooks.example.com', token: secret } }),
      /MLP3060: .*an address of https/,
    ],
    ['of a webhook without a token', webhook({ secret: undefined }), /MLP3061: EventFrom.webhook has the token/],
    ['of a field that is a query', webhook({ where: { 'a.#.b': 'c' } }), /MLP3060: .*names the field 'a.#.b'/],
    ['of a word that is none', webhook({ where: { a: '' } }), /MLP3060/],
    ['of no words', webhook({ where: { a: [] } }), /MLP3060/],
    ['of a pattern that the engines can not check', webhook({ where: { a: /a/i } }), /MLP1002/],
    ['of bounds that nothing fits', webhook({ where: { a: { min: 2, max: 1 } } }), /MLP1003/],
    ['of times that are none', webhook({ during: { start: '8', stop: '9', timezone: 'Etc/UTC' } }), /MLP3060/],
    ['of Kafka without a login', kafka({ tls: {} }), /MLP3061: EventFrom.kafka has no login/],
    [
      'of Kafka without TLS',
      kafka({ login: { user: secret, password: secret } }),
      /MLP3061: EventFrom.kafka has no tls/,
    ],
    ['of Kafka without a reason', kafka({ insecure: { reason: 'dev' } }), /MLP3061: .*not protected because of 'dev'/],
    ['of two events in one', () => ArgoEvent.of({ spec: { sqs: { a: {}, b: {} } } as never }), /MLP3060: .*several/],
    [
      'of a webhook for anybody, in the own words of Argo Events',
      trigger({ on: ArgoEvent.of({ spec: { webhook: { a: { endpoint: '/', port: '12000' } } } }) }),
      /MLP2402: .*whoever reaches it may start runs/,
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});
