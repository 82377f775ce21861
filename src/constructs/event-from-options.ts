import type { KeyOf } from '../core/container/env';
import type { EventFilters } from '../engines/kubernetes/awaited-event';
import type { Schedule } from './schedule';

/** @public */
export interface GithubEventOptions extends EventFilters {
  /** The organization or person that the repositories belong to. */
  readonly owner: string;
  readonly repository: string | readonly string[];
  /** Pushes to these branches; a push that deletes one is none. */
  readonly push?: string | readonly string[] | undefined;
  /** Other events, as in the header `X-GitHub-Event`: `release`, `workflow_run`. @default - none */
  readonly events?: readonly string[] | undefined;
  /** What GitHub signs its events with. */
  readonly secret: KeyOf;
  /** Has Argo Events make the webhook at GitHub. @default - a person makes it */
  readonly hook?: { readonly url: string; readonly token: KeyOf } | undefined;
}

/** @public */
export interface WebhookEventOptions extends EventFilters {
  /** @default '/' */
  readonly path?: string | undefined;
  /** The token that senders show: `Authorization: Bearer …`. */
  readonly secret: KeyOf;
}

/** @public */
export interface KafkaTopicOptions {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly login?: KafkaLogin | undefined;
  /** TLS, with the certificate of an authority of one's own or the public ones. */
  readonly tls?: { readonly ca?: KeyOf | undefined } | undefined;
  /** Why neither who sends is asked for nor the line is safe. @default - both must be */
  readonly insecure?: { readonly reason: string } | undefined;
}

/** @public */
export interface KafkaEventOptions extends EventFilters, KafkaTopicOptions {
  /** Readers of one group share the messages. */
  readonly group: string;
}

/** @public */
export interface KafkaLogin {
  /** @default 'SCRAM-SHA-512' */
  readonly mechanism?: 'SCRAM-SHA-512' | 'SCRAM-SHA-256' | 'PLAIN' | undefined;
  readonly user: KeyOf;
  readonly password: KeyOf;
}

/** @public */
export interface CalendarEventOptions extends Pick<EventFilters, 'during'> {
  readonly schedule: Schedule;
}

/** @public */
export interface MinioEventOptions extends EventFilters {
  /** Host and port, without a scheme. */
  readonly endpoint: string;
  readonly bucket: string;
  /** @default ['s3:ObjectCreated:*'] */
  readonly events?: readonly string[] | undefined;
  readonly prefix?: string | undefined;
  readonly suffix?: string | undefined;
  readonly accessKey: KeyOf;
  readonly secretKey: KeyOf;
  /** Why its keys are sent without TLS. @default - with TLS */
  readonly insecure?: { readonly reason: string } | undefined;
}

/** Fields of a push that are often wanted; others may be named, too. @public */
export type GithubPushField =
  | 'ref'
  | 'before'
  | 'after'
  | 'compare'
  | 'head_commit.id'
  | 'head_commit.timestamp'
  | 'repository.full_name'
  | 'repository.clone_url'
  | 'pusher.name'
  | 'sender.login';

/** Named fields are offered, others are taken. @public */
export type AnyField<Known extends string = never> = Known | (string & {});
