import { NotPortableError, tektonGaps } from '../../core/portability';
import type { TriggerInterceptor } from '../../schemas/triggers/types';
import type { EventSender, GithubSender, NamedEvent, WebhookSender } from '../kubernetes/event-engine';
import { celText, fieldFilter } from './event-filter';

/** What looks at an event, in this order: first its sender, then what it brings. @internal */
export function interceptors({ name, sender, fields, during }: NamedEvent, at: string): readonly TriggerInterceptor[] {
  const known = httpSender(sender, name, at);
  if (during !== undefined) throw new NotPortableError('tekton', tektonGaps.eventTime, `the event '${name}'`, at);
  const asked = fields.map(fieldFilter);
  if (known.kind === 'webhook') return [filter([...bearer(known), ...asked])];
  const { owner, repositories, events, secret, hook } = known;
  if (hook !== undefined) throw new NotPortableError('tekton', tektonGaps.eventHook, `the event '${name}'`, at);
  const github: TriggerInterceptor = {
    ref: { name: 'github', kind: 'ClusterInterceptor' },
    params: [
      { name: 'secretRef', value: { secretName: secret.object, secretKey: secret.key } },
      { name: 'eventTypes', value: [...events] },
    ],
  };
  const values = repositories.map((repository) => `${owner}/${repository}`);
  const own = fieldFilter({ path: ['repository', 'full_name'], type: { kind: 'oneOf', values } });
  return [github, filter([own, ...asked])];
}

function httpSender(sender: EventSender, name: string, at: string): GithubSender | WebhookSender {
  if (sender.kind === 'github' || sender.kind === 'webhook') return sender;
  throw new NotPortableError('tekton', tektonGaps.eventSource, `the event '${name}'`, at);
}

function filter(conditions: readonly string[]): TriggerInterceptor {
  return {
    ref: { name: 'cel', kind: 'ClusterInterceptor' },
    params: [{ name: 'filter', value: conditions.join(' && ') }],
  };
}

/** The token of the header, compared with the Secret's in constant time. */
function bearer({ path, secret }: WebhookSender): readonly string[] {
  const header = 'header.canonical("Authorization")';
  return [
    `${header}.startsWith("Bearer ")`,
    `${header}.substring(7).compareSecret(${celText(secret.key)}, ${celText(secret.object)})`,
    ...(path === '/' ? [] : [`requestURL.parseURL().path == ${celText(path)}`]),
  ];
}
