import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { ArgoEvent, argoEvents } from '../../src/engines/events/index';
import { Pipeline, tekton } from '../../src/engines/tekton/index';
import {
  type AwaitedEvent,
  argo,
  EventFrom,
  EventJoin,
  EventTrigger,
  Image,
  integer,
  pipeline,
  Schedule,
  secretKey,
  task,
  text,
} from '../../src/index';
import { emittedBy } from '../engines/argo/emitted';

const engine = tekton('1.15');
const inputs = { commit: text({ pattern: /[0-9a-f]{40}/ }), epochs: integer({ min: 1, max: 9, default: 5 }) };
const train = task('train', { image: Image.tagged('ghcr.io/acme/fraud:1.4.2'), inputs, command: ['train'] });
const training = pipeline('training', inputs, (p, given) => void p.step(train, given));
const secret = secretKey('github-webhook', 'secret');
const push = EventFrom.github({ owner: 'acme', repository: 'fraud', push: 'main', secret });
const called = EventFrom.webhook({
  secret: secretKey('calls', 'token'),
  where: { kind: 'trained', accuracy: { min: 0.8 } },
});

describe('a trigger on Tekton', () => {
  const { one, manifests } = emittedBy((chart) => {
    const run = new Pipeline(chart, 'training', { engine, pipeline: training });
    new EventTrigger(chart, 'on-push', { engine, on: push, run, inputs: { commit: push.value('after'), epochs: 3 } });
  });

  it('lets an event in by its signature first, and then by what it brings', () => {
    const { triggers } = one('EventListener').spec as { triggers: { interceptors: { params: unknown[] }[] }[] };
    expect(triggers).toEqual([
      {
        name: 'github',
        interceptors: [
          {
            ref: { name: 'github', kind: 'ClusterInterceptor' },
            params: [
              { name: 'secretRef', value: { secretName: 'github-webhook', secretKey: 'secret' } },
              { name: 'eventTypes', value: ['push'] },
            ],
          },
          {
            ref: { name: 'cel', kind: 'ClusterInterceptor' },
            params: [
              {
                name: 'filter',
                value: [
                  '(body["repository"]["full_name"] == "acme/fraud")',
                  '(body["ref"] == "refs/heads/main")',
                  '(body["deleted"] == "false" || body["deleted"] == false)',
                  'body["after"].matches("^(?:[0-9a-f]{40})$")',
                  '!body["after"].contains("$")',
                  'size(body["after"]) <= 1000',
                ].join(' && '),
              },
            ],
          },
        ],
        bindings: [{ ref: 'on-push' }],
        template: { ref: 'on-push' },
      },
    ]);
  });

  it('creates a run of the pipeline, as any other is started', () => {
    expect(one('TriggerBinding').spec).toEqual({ params: [{ name: 'commit', value: '$(body.after)' }] });
    expect(one('TriggerTemplate').spec).toMatchObject({
      params: [{ name: 'commit' }],
      resourcetemplates: [
        {
          apiVersion: 'tekton.dev/v1',
          kind: 'PipelineRun',
          metadata: { generateName: 'training-' },
          spec: {
            pipelineRef: { name: 'training' },
            params: [
              { name: 'epochs', value: '3' },
              { name: 'commit', value: '$(tt.params.commit)' },
            ],
            taskRunTemplate: { serviceAccountName: 'training' },
          },
        },
      ],
    });
  });

  it('has an account that may create runs here, and read what tells it which', () => {
    expect(one('EventListener').spec).toMatchObject({ serviceAccountName: 'on-push-trigger' });
    const { rules } = one('Role', 'on-push-trigger') as unknown as {
      rules: { resources: string[]; verbs: string[] }[];
    };
    const writes = rules.filter(({ verbs }) => verbs.some((verb) => !['get', 'list', 'watch'].includes(verb)));
    expect(writes.map(({ resources, verbs }) => [resources, verbs])).toEqual([
      [['pipelineruns'], ['create']],
      [['events'], ['create', 'patch']],
    ]);
    expect(JSON.stringify(rules)).not.toMatch(/secrets|configmaps|serviceaccounts|\*/);
    const cluster = manifests.filter(({ kind }) => kind.startsWith('ClusterRole'));
    expect(cluster.map(({ metadata }) => metadata)).toEqual([
      { name: 'mlops.on-push-trigger', labels: { 'app.kubernetes.io/managed-by': 'cdk8s-mlops' } },
      { name: 'mlops.on-push-trigger', labels: { 'app.kubernetes.io/managed-by': 'cdk8s-mlops' } },
    ]);
  });

  it('lets each of several events start it, where any is enough', () => {
    const { one } = emittedBy((chart) => {
      const on = EventJoin.any({ push, called });
      new EventTrigger(chart, 'on-any', { engine, on, run: training, inputs: { commit: 'a'.repeat(40) } });
    });
    const { triggers } = one('EventListener').spec as { triggers: { name: string }[] };
    expect(triggers.map(({ name }) => name)).toEqual(['push', 'called']);
    expect(JSON.stringify(triggers)).toContain('body[\\"accuracy\\"] >= 0.8');
    expect(JSON.stringify(triggers)).not.toContain('bindings');
  });
});

describe('on Tekton it is refused, with what comes nearest:', () => {
  const key = secretKey('minio', 'key');
  const login = { user: key, password: key };
  const at = EventFrom.calendar({ schedule: Schedule.cron('0 2 * * *', { timezone: 'Etc/UTC' }) });
  const during = { start: '08:00:00', stop: '18:00:00', timezone: 'Etc/UTC' };
  const hook = { url: 'https://hooks.example.com', token: secret };
  const trigger =
    (on: AwaitedEvent | EventJoin, more: object = {}) =>
    () =>
      new EventTrigger(new Chart(new App(), 'test', { namespace: 'mlops' }), 'on-push', {
        engine,
        on,
        run: training,
        inputs: { commit: 'a'.repeat(40) },
        ...more,
      });

  it.each<[string, () => unknown, RegExp]>([
    [
      'a message of Kafka',
      trigger(EventFrom.kafka({ brokers: ['kafka:9093'], topic: 'a', group: 'b', login, tls: {} })),
      /MLP2101: the event 'kafka' needs events of Kafka.*\n.*EventFrom.webhook/,
    ],
    [
      'a change in a bucket',
      trigger(EventFrom.minio({ endpoint: 'minio:9000', bucket: 'models', accessKey: key, secretKey: key })),
      /MLP2101: the event 'minio'/,
    ],
    ['a time', trigger(at), /MLP2101: the event 'calendar'.*\n.*CronRetrain/],
    [
      'an event of Argo Events',
      trigger(ArgoEvent.existing({ source: 'a', event: 'b' })),
      /MLP2101: the event 'existing'/,
    ],
    ['two events that come together', trigger(EventJoin.all({ push, called })), /MLP2101: .*EventJoin.all/],
    ['times of a day', trigger(EventFrom.webhook({ secret, during })), /MLP2101: .*during/],
    [
      'a hook that is made',
      trigger(EventFrom.github({ owner: 'acme', repository: 'fraud', push: 'main', secret, hook })),
      /MLP2101: .*hook/,
    ],
    ['a rate', trigger(push, { rateLimit: { runs: 1, per: 'hour' } }), /MLP2101: .*rateLimit/],
    ['more tries', trigger(push, { retry: { limit: 1 } }), /MLP2101: .*retry/],
    ['dead letters', trigger(push, { deadLetter: { url: 'http://oncall' } }), /MLP2101: .*deadLetter/],
    [
      'Argo Events',
      trigger(push, { events: argoEvents('1.9') }),
      /MLP2003: argo-events starts what is emitted for argo/,
    ],
    ['a unit of Argo', trigger(push, { engine: argo('4.0') }), /MLP3063: argo has no events of its own/],
    [
      'a value with a variable',
      trigger(push, {
        run: pipeline('a', { note: text() }, (p, i) => void p.step(told, i)),
        inputs: { note: '$(tt.params.a)' },
      }),
      /MLP2102/,
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

const told = task('told', { image: Image.tagged('a.example.com/a:1.0'), inputs: { note: text() }, command: ['tell'] });
