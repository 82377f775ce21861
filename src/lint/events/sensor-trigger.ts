import { parseCron } from '../../expr/cron';
import { timeZoneProblem } from '../../expr/time-zone';
import type { SensorSpec, Trigger, TriggerParameter, TriggerTemplate } from '../../schemas/events/types';
import { isMap } from '../../yaml/is-map';
import type { YamlPath } from '../../yaml/read';
import { yaml } from '../example';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { repeated } from '../tekton/names';
import { eventsObjects } from './objects';

type Given = Readonly<Record<string, unknown>>;

/** What a type of triggers cannot do without. */
const needed: Readonly<Record<string, readonly string[]>> = {
  k8s: ['source'],
  argoWorkflow: ['source'],
  http: ['url'],
  awsLambda: ['functionName', 'region', 'payload'],
  kafka: ['url', 'payload', 'topic'],
  nats: ['url', 'subject', 'payload'],
  slack: ['slackToken'],
  openWhisk: ['actionName', 'host', 'payload'],
  custom: ['serverURL', 'spec'],
  email: ['host'],
};

const operations: Readonly<Record<string, readonly string[]>> = {
  k8s: ['', 'create', 'patch', 'update', 'delete'],
  argoWorkflow: ['submit', 'submit-from', 'suspend', 'retry', 'resume', 'resubmit', 'terminate', 'stop'],
};

/** Types whose parameters nobody looks at. */
const withoutParameters = new Set(['kafka', 'nats']);

/** @internal */
export const sensorTrigger: Rule = {
  code: 'MLL1505',
  title: 'a trigger of a Sensor that lacks what its type needs',
  severity: 'error',
  why: 'Its controller makes nothing, and says why only in the status.',
  fix: 'correct the trigger',
  engine:
    /no triggers found|duplicate trigger name|trigger(?:'s| template| must|\.atLeastOnce|.*is invalid)|is invalid, |parameter (?:index|source|dependency|destination|operation)|path cannot be empty|conditionsReset|invalid (?:cron|timezone)|atLeastOnce must|to use dlqTrigger|resource labels are not|allowed response status/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: Sensor
    metadata:
      name: pushed
    spec:
      dependencies:
        - name: push
          eventSourceName: github
          eventName: push
      triggers:
        - template:
            name: notify
            http:
              method: POST
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: Sensor
    metadata:
      name: pushed
    spec:
      dependencies:
        - name: push
          eventSourceName: github
          eventName: push
      triggers:
        - template:
            name: notify
            http:
              url: https://hooks.example.com/pushed
              method: POST
  `,
  *check(project) {
    for (const { document, spec } of eventsObjects<SensorSpec>(project, 'Sensor')) {
      const { triggers = [] } = spec;
      if (triggers.length === 0)
        yield { document, path: ['spec'], message: 'the Sensor triggers nothing', fix: "write 'triggers'" };
      for (const i of repeated(triggers, ({ template }) => template?.name ?? ''))
        yield {
          document,
          path: ['spec', 'triggers', i, 'template', 'name'],
          message: `there are two triggers called '${triggers[i]?.template?.name ?? ''}'`,
          fix: 'rename one of the two',
        };
      for (const [i, trigger] of triggers.entries())
        for (const problem of problemsOf(trigger, ['spec', 'triggers', i])) yield { document, ...problem };
    }
  },
};

type Said = Omit<Problem, 'document'>;

function* problemsOf(
  { template, policy, parameters, dlqTrigger, atLeastOnce }: Trigger,
  at: YamlPath,
): Generator<Said> {
  if (template === undefined) {
    yield { path: at, message: "the trigger has no 'template'", fix: "write 'template'" };
    return;
  }
  if ((template.name ?? '') === '')
    yield { path: [...at, 'template'], message: 'the trigger has no name', fix: "write 'name'" };
  yield* resets(template, [...at, 'template', 'conditionsReset']);
  for (const type of Object.keys(needed)) {
    const given = (template as unknown as Given)[type];
    if (isMap(given)) yield* ofType(type, given, [...at, 'template', type]);
  }
  yield* parameterProblems(parameters, [...at, 'parameters']);
  const { k8s, argoWorkflow, http, awsLambda } = template;
  if (policy !== undefined && (k8s !== undefined || argoWorkflow !== undefined)) {
    if (policy.k8s !== undefined && policy.k8s.labels === undefined)
      yield { path: [...at, 'policy', 'k8s'], message: "the policy has no 'labels' to look at", fix: "write 'labels'" };
  } else if (
    policy !== undefined &&
    (http !== undefined || awsLambda !== undefined) &&
    policy.status !== undefined &&
    policy.status.allow === undefined
  )
    yield { path: [...at, 'policy', 'status'], message: "the policy has no statuses to 'allow'", fix: "write 'allow'" };
  if (dlqTrigger === undefined) return;
  for (const [path, isSet] of [
    [at, atLeastOnce],
    [[...at, 'dlqTrigger'], dlqTrigger.atLeastOnce],
  ] as const)
    if (isSet !== true)
      yield {
        path,
        message: "a trigger for what failed needs 'atLeastOnce', there and here",
        fix: "write 'atLeastOnce: true'",
      };
  yield* problemsOf(dlqTrigger, [...at, 'dlqTrigger']);
}

function* resets({ conditionsReset = [] }: TriggerTemplate, at: YamlPath): Generator<Said> {
  for (const [i, { byTime }] of conditionsReset.entries()) {
    const path = [...at, i];
    if (byTime === undefined) {
      yield { path, message: 'it says not when', fix: "write 'byTime'" };
      continue;
    }
    const { cron = '', timezone = '' } = byTime;
    if (cron.startsWith('@') || parseCron(cron).problem !== undefined)
      yield { path: [...path, 'byTime'], message: `'${cron}' is no schedule`, fix: "write five fields: '0 2 * * *'" };
    const zone = timezone === '' ? undefined : timeZoneProblem(timezone);
    if (zone !== undefined) yield { path: [...path, 'byTime', 'timezone'], ...zone };
  }
}

function* ofType(type: string, given: Given, at: YamlPath): Generator<Said> {
  for (const field of needed[type] ?? [])
    if (given[field] === undefined || given[field] === '')
      yield { path: at, message: `'${type}' lacks '${field}'`, fix: `write '${field}'` };
  const { operation = '', method = '', port = 0 } = given;
  const known = operations[type];
  if (known !== undefined && !known.includes(String(operation)))
    yield {
      path: operation === '' ? at : [...at, 'operation'],
      message: operation === '' ? `'${type}' has no operation` : `there is no operation '${operation}'`,
      fix: `write one of ${known.filter((each) => each !== '').join(', ')}`,
    };
  if (type === 'http' && !['', 'GET', 'DELETE', 'PATCH', 'POST', 'PUT'].includes(String(method)))
    yield {
      path: [...at, 'method'],
      message: `'${method}' is no method that a trigger has`,
      fix: 'write GET, POST, PUT, PATCH or DELETE',
    };
  if (type === 'email' && (Number(port) < 0 || Number(port) > 65_535))
    yield { path: [...at, 'port'], message: `'${port}' is no port`, fix: 'write a number up to 65535' };
  if (type === 'custom' && given.secure === true && given.certSecret === undefined)
    yield { path: at, message: "'secure' stands without a 'certSecret'", fix: "write 'certSecret'" };
  const { authToken } = given;
  if (type === 'openWhisk' && isMap(authToken) && ((authToken.name ?? '') === '' || (authToken.key ?? '') === ''))
    yield { path: [...at, 'authToken'], message: "'authToken' lacks 'name' or 'key'", fix: 'write both' };
  if (!withoutParameters.has(type)) yield* parameterProblems(given.parameters, [...at, 'parameters']);
  // Only the types that are looked at have one.
  yield* parameterProblems(given.payload, [...at, 'payload'], type === 'http');
}

function* parameterProblems(given: unknown, at: YamlPath, mayLackDest = false): Generator<Said> {
  for (const [i, { src, dest = '', operation = '' }] of ((given ?? []) as readonly TriggerParameter[]).entries()) {
    const path = [...at, i];
    if (src === undefined) yield { path, message: 'the parameter has no source', fix: "write 'src'" };
    else if ((src.dependencyName ?? '') === '')
      yield {
        path: [...path, 'src'],
        message: 'the parameter does not say of which dependency',
        fix: "write 'dependencyName'",
      };
    if (dest === '' && !mayLackDest)
      yield { path, message: 'the parameter does not say where it goes', fix: "write 'dest'" };
    if (!['', 'append', 'overwrite', 'prepend'].includes(operation))
      yield {
        path: [...path, 'operation'],
        message: `there is no operation '${operation}'`,
        fix: 'write append, overwrite or prepend',
      };
  }
}
