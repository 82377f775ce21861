import type { EventBusSpec } from '../../schemas/events/types';
import { yaml } from '../example';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { eventsObjects } from './objects';

/** @internal */
export const eventBus: Rule = {
  code: 'MLL1501',
  title: 'an EventBus that is none, or two, or lacks what it is made of',
  severity: 'error',
  why: 'Its controller makes nothing, and says why only in the status.',
  fix: "write 'jetstream' with its 'version'",
  engine: /invalid spec: |"spec\.(?:nats|kafka|jetstreamExotic)|either "native" or "exotic"/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: EventBus
    metadata:
      name: default
    spec:
      jetstream:
        version: 2.10.10
        replicas: 2
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: EventBus
    metadata:
      name: default
    spec:
      jetstream:
        version: 2.10.10
        replicas: 3
  `,
  *check(project) {
    for (const { document, spec } of eventsObjects<EventBusSpec>(project, 'EventBus'))
      for (const problem of problemsOf(spec)) yield { document, ...problem };
  },
};

function* problemsOf({ nats, jetstream, jetstreamExotic, kafka }: EventBusSpec): Generator<Omit<Problem, 'document'>> {
  if ([nats, jetstream, jetstreamExotic, kafka].every((each) => each === undefined))
    yield {
      path: ['spec'],
      message: 'the EventBus is none',
      fix: "write 'jetstream', 'jetstreamExotic', 'kafka' or 'nats'",
    };
  if (nats !== undefined) {
    const path = ['spec', 'nats'];
    if ((nats.native === undefined) === (nats.exotic === undefined))
      yield { path, message: "'nats' is one of 'native' and 'exotic', and only one", fix: 'write one of the two' };
    if (nats.exotic !== undefined)
      for (const field of ['clusterID', 'url'] as const)
        if (nats.exotic[field] === undefined || (field === 'url' && nats.exotic.url === ''))
          yield { path: [...path, 'exotic'], message: `'exotic' lacks '${field}'`, fix: `write '${field}'` };
  }
  if (jetstream !== undefined) {
    const path = ['spec', 'jetstream'];
    const { version = '', replicas = 3 } = jetstream;
    if (version === '') yield { path, message: "'jetstream' has no version", fix: "write 'version'" };
    if (replicas === 2 || replicas <= 0)
      yield {
        path: [...path, 'replicas'],
        message: `'replicas' is ${replicas}, and a cluster has 1, or 3 and more`,
        fix: 'write 3',
      };
  }
  for (const [field, given] of [
    ['kafka', kafka],
    ['jetstreamExotic', jetstreamExotic],
  ] as const)
    if (given !== undefined && (given.url ?? '') === '')
      yield { path: ['spec', field], message: `'${field}' has no url`, fix: "write 'url'" };
}
