import { parseCron } from '../../../expr/cron';
import { timeZoneProblem } from '../../../expr/time-zone';
import type { Trigger, TriggerParameter, TriggerPolicy, TriggerTemplate } from '../../../schemas/events/types';
import { isEmpty, type Refusals } from './refusals';

/** @internal */
export function* triggersRefusals(triggers: readonly Trigger[]): Refusals {
  if (isEmpty(triggers)) yield 'no triggers found';
  const seen = new Set<string>();
  for (const trigger of triggers ?? []) {
    yield* triggerRefusals(trigger);
    const name = trigger.template?.name ?? '';
    if (seen.has(name)) yield `duplicate trigger name: ${name}`;
    seen.add(name);
  }
}

function* triggerRefusals({ template, policy, parameters = [], dlqTrigger, atLeastOnce }: Trigger): Refusals {
  if (!template) {
    yield "trigger template can't be nil";
    return;
  }
  yield* templateRefusals(template);
  if (policy) yield* policyRefusals(template, policy);
  yield* parameterRefusals(parameters, 'template parameter index');
  if (!dlqTrigger) return;
  if (atLeastOnce !== true) yield 'to use dlqTrigger, trigger.atLeastOnce must be set to true';
  if (dlqTrigger.atLeastOnce !== true) yield 'atLeastOnce must be set to true within the dlqTrigger';
  yield* triggerRefusals(dlqTrigger);
}

function* templateRefusals(template: TriggerTemplate): Refusals {
  if (isEmpty(template.name)) yield 'trigger must define a name';
  for (const { byTime } of template.conditionsReset ?? []) {
    const { cron = '', timezone = '' } = byTime ?? {};
    if (!byTime) yield 'invalid conditionsReset';
    else if (/^[@TC]/.test(cron) || parseCron(cron).problem !== undefined)
      yield `invalid cron expression ${JSON.stringify(cron)}`;
    if (timezone !== '' && timeZoneProblem(timezone) !== undefined)
      yield `invalid timezone ${JSON.stringify(timezone)}`;
  }
  const { k8s, name } = template;
  if (k8s) for (const problem of kubernetes(k8s)) yield `trigger for template ${name} is invalid, ${problem}`;
  for (const kind of Object.keys(templateRules) as RuledKind[]) {
    const given = template[kind];
    if (!given) continue;
    const rule = templateRules[kind] as (given: unknown) => Refusals;
    for (const problem of rule(given)) yield `template ${name} is invalid, ${problem}`;
  }
}

function* kubernetes({ source, operation = '', parameters = [] }: NonNullable<TriggerTemplate['k8s']>): Refusals {
  if (!source) yield 'k8s trigger does not contain an absolute action';
  if (!['', 'create', 'patch', 'update', 'delete'].includes(operation)) yield `unknown operation type ${operation}`;
  yield* parameterRefusals(parameters, resourceParameter);
}

type RuledKind = 'argoWorkflow' | 'http' | 'awsLambda' | 'kafka' | 'nats' | 'slack' | 'openWhisk' | 'custom' | 'email';

const resourceParameter = 'resource parameter index';
const operations = ['submit', 'submit-from', 'suspend', 'retry', 'resume', 'resubmit', 'terminate', 'stop'];

/** In the order in which they are looked at. */
const templateRules: { readonly [K in RuledKind]: (given: NonNullable<TriggerTemplate[K]>) => Refusals } = {
  *argoWorkflow({ source, operation = '', parameters = [] }) {
    if (!source) yield 'argoWorkflow trigger does not contain an absolute action';
    if (!operations.includes(operation)) yield `unknown operation type ${operation}`;
    yield* parameterRefusals(parameters, resourceParameter);
  },
  *http({ url, method = '', parameters = [], payload = [] }) {
    if (isEmpty(url)) yield 'server URL is not specified';
    if (!['', 'GET', 'DELETE', 'PATCH', 'POST', 'PUT'].includes(method))
      yield 'only GET, DELETE, PATCH, POST and PUT methods are supported';
    yield* parameterRefusals(parameters, resourceParameter);
    yield* parameterRefusals(payload, 'payload index', false);
  },
  *awsLambda({ functionName, region, payload, parameters = [] }) {
    if (isEmpty(functionName)) yield 'function name is not specified';
    if (isEmpty(region)) yield 'region in not specified';
    if (!payload) yield 'payload parameters are not specified';
    yield* parameterRefusals(parameters, resourceParameter);
    yield* parameterRefusals(payload ?? [], 'payload index');
  },
  *kafka({ url, topic, payload }) {
    if (isEmpty(url)) yield 'broker url must not be empty';
    if (!payload) yield 'payload must not be empty';
    if (isEmpty(topic)) yield 'topic must not be empty';
    yield* parameterRefusals(payload ?? [], 'payload index');
  },
  *nats({ url, subject, payload }) {
    if (isEmpty(url)) yield "nats server url can't be empty";
    if (isEmpty(subject)) yield "nats subject can't be empty";
    if (!payload) yield "payload can't be nil";
    yield* parameterRefusals(payload ?? [], 'payload index');
  },
  *slack({ slackToken, parameters = [] }) {
    if (!slackToken) yield "slack token can't be empty";
    yield* parameterRefusals(parameters, resourceParameter);
  },
  *openWhisk({ actionName, host, authToken, parameters = [], payload }) {
    if (isEmpty(actionName)) yield 'action name is not specified';
    if (isEmpty(host)) yield 'host URL is not specified';
    if (authToken && (isEmpty(authToken.name) || isEmpty(authToken.key)))
      yield 'auth token key and name must be specified';
    yield* parameterRefusals(parameters, resourceParameter);
    if (!payload) yield 'payload parameters are not specified';
    yield* parameterRefusals(payload ?? [], resourceParameter);
  },
  *custom({ serverURL, spec, secure, certSecret, parameters = [] }) {
    if (isEmpty(serverURL)) yield 'custom trigger gRPC server url is not defined';
    if (!spec) yield "trigger body can't be empty";
    if (secure === true && !certSecret) yield "certSecret can't be nil when the trigger server connection is secure";
    yield* parameterRefusals(parameters, resourceParameter);
  },
  *email({ host, port = 0, parameters = [] }) {
    if (isEmpty(host)) yield "host can't be empty";
    if (port < 0 || port > 65535) yield `port: ${port}, port should be between 0-65535`;
    yield* parameterRefusals(parameters, resourceParameter);
  },
};

function* policyRefusals({ k8s, argoWorkflow, http, awsLambda }: TriggerTemplate, policy: TriggerPolicy): Refusals {
  if (k8s || argoWorkflow) {
    if (policy.k8s && !policy.k8s.labels) yield 'resource labels are not specified';
  } else if ((http || awsLambda) && policy.status && !policy.status.allow)
    yield 'list of allowed response status is not specified';
}

function* parameterRefusals(parameters: readonly TriggerParameter[], what: string, needsDest = true): Refusals {
  for (const [index, { src, dest, operation = '' }] of parameters.entries()) {
    const told = (problem: string): string => `${what}: ${index}. err: ${problem}`;
    if (!src) yield told("parameter source can't be empty");
    else if (isEmpty(src.dependencyName)) yield told("parameter dependency name can't be empty");
    if (needsDest && isEmpty(dest)) yield told("parameter destination can't be empty");
    if (!['', 'append', 'overwrite', 'prepend'].includes(operation))
      yield told(`parameter operation ${operation} is invalid`);
  }
}
