import type { EventSourceSpec, GithubEventSource, TLSConfig, WebhookEventSource } from '../../../schemas/events/types';
import { eventsOf } from './event-source';
import type { Refusals } from './refusals';

/** Annotation of a source that takes events from anybody, or does not look whom it talks to: why. @internal */
export const unprotectedReason = 'cdk8s-mlops/unprotected';

/** Where Argo Events takes events from whoever sends them, or sends secrets to whoever asks. @internal */
export function* unprotected(spec: EventSourceSpec): Refusals {
  for (const { kind, name, settings } of eventsOf(spec)) {
    const at = `spec.${kind}.${name}`;
    const { tls, insecure } = settings as { readonly tls?: TLSConfig; readonly insecure?: boolean };
    if (tls?.insecureSkipVerify === true) yield `${at}.tls.insecureSkipVerify trusts every server`;
    if (insecure === true)
      yield kind === 'minio'
        ? `${at}.insecure sends its keys without TLS`
        : `${at}.insecure has senders trust every server`;
    if (kind === 'github' && (settings as GithubEventSource).webhookSecret === undefined)
      yield `${at} has no webhookSecret: whoever reaches it may start runs`;
    if (kind === 'webhook' && (settings as WebhookEventSource).authSecret === undefined)
      yield `${at} has no authSecret: whoever reaches it may start runs`;
  }
}
