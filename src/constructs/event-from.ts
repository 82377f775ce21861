import { checkProps } from '../core/check-props';
import { type AwaitedEvent, awaitedEvent } from '../engines/kubernetes/awaited-event';
import type { FieldCheck } from '../engines/kubernetes/event-engine';
import { matching, reason, secret, unusable } from './event-checks';
import type {
  AnyField,
  CalendarEventOptions,
  GithubEventOptions,
  GithubPushField,
  KafkaEventOptions,
  MinioEventOptions,
  WebhookEventOptions,
} from './event-from-options';
import { kafkaName, kafkaTopic } from './kafka-topic';
import { checkSchedule } from './schedule';

const filters = ['where', 'during'];

/**
 * The events that units can be started by. `ArgoEvent` of `cdk8s-mlops/events` is for all others that Argo Events knows.
 *
 * @public
 */
export const EventFrom: {
  /**
   * An event of GitHub, such as a push to a branch. Its signature is checked before anything else.
   *
   * @throws PipelineError MLP3061 without the Secret that signs; MLP3060 for names that GitHub does not have.
   * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads
   * @example
   * ```ts
   * const push = EventFrom.github({
   *   owner: 'acme', repository: 'fraud', push: 'main', secret: secretKey('github-webhook', 'secret'),
   * });
   * ```
   */
  readonly github: (options: GithubEventOptions) => AwaitedEvent<AnyField<GithubPushField>>;
  /**
   * A POST of JSON with a bearer token, such as what `PublishEvent` sends.
   *
   * @throws PipelineError MLP3061 without the Secret that has the token.
   */
  readonly webhook: (options: WebhookEventOptions) => AwaitedEvent;
  /**
   * A message of Kafka whose value is JSON. Not on Tekton.
   *
   * @throws PipelineError MLP3061 unless who sends is asked for and the line is safe, or a reason says why not.
   */
  readonly kafka: (options: KafkaEventOptions) => AwaitedEvent;
  /** A time, where it must come together with other events; `CronRetrain` for a time alone. Not on Tekton. */
  readonly calendar: (options: CalendarEventOptions) => AwaitedEvent<'eventTime'>;
  /**
   * A change in a bucket of MinIO; its fields are those of one record: `s3.object.key`. Not on Tekton.
   *
   * @throws PipelineError MLP3061 without keys from a Secret, or without TLS and a reason.
   */
  readonly minio: (
    options: MinioEventOptions,
  ) => AwaitedEvent<AnyField<'s3.object.key' | 's3.object.eTag' | 'eventName'>>;
} = {
  github(options) {
    const what = 'EventFrom.github';
    checkProps(options, [...filters, 'owner', 'repository', 'push', 'events', 'secret', 'hook'], what);
    const { owner, repository, push, hook } = options;
    const repositories = [repository].flat().map((name) => matching(name, /^[\w.-]{1,100}$/, 'a repository', what));
    const branches = push === undefined ? [] : [push].flat().map((name) => branch(name, what));
    const more = (options.events ?? []).map((name) => matching(name, /^[a-z_]{1,60}$/, 'an event of GitHub', what));
    if (branches.length > 0 && more.length > 0)
      throw unusable(
        `${what} waits for pushes and for ${more.join(', ')}`,
        'one EventFrom for each: their bodies differ',
      );
    if (repositories.length === 0 || branches.length + more.length === 0)
      throw unusable(`${what} waits for no event of no repository`, "repository: 'fraud', push: 'main'");
    if (hook !== undefined) {
      checkProps(hook, ['url', 'token'], `the hook of ${what}`);
      matching(hook.url, /^https:\/\/[^\s/]+$/, 'an address of https without a path', what);
      secret(hook.token, 'the token that makes the hook', what);
    }
    const pushed: readonly FieldCheck[] = [
      { path: ['ref'], type: { kind: 'oneOf', values: branches.map((name) => `refs/heads/${name}`) } },
      { path: ['deleted'], type: { kind: 'oneOf', values: ['false'] } },
    ];
    return awaitedEvent(
      {
        kind: 'github',
        owner: matching(owner, /^[A-Za-z\d-]{1,39}$/, 'an owner', what),
        repositories,
        events: branches.length > 0 ? ['push'] : more,
        secret: secret(options.secret, 'the secret that signs its events', what),
        hook,
      },
      options,
      what,
      branches.length > 0 ? pushed : [],
    );
  },
  webhook(options) {
    const what = 'EventFrom.webhook';
    checkProps(options, [...filters, 'path', 'secret'], what);
    const path = matching(options.path ?? '/', /^\/[\w./-]{0,200}$/, 'a path', what);
    return awaitedEvent(
      { kind: 'webhook', path, secret: secret(options.secret, 'the token that its senders show', what) },
      options,
      what,
    );
  },
  kafka(options) {
    const what = 'EventFrom.kafka';
    checkProps(options, [...filters, 'brokers', 'topic', 'group', 'login', 'tls', 'insecure'], what);
    return awaitedEvent(
      { kind: 'kafka', ...kafkaTopic(options, what), group: matching(options.group, kafkaName, 'a group', what) },
      options,
      what,
    );
  },
  calendar(options) {
    const what = 'EventFrom.calendar';
    checkProps(options, ['schedule', 'during'], what);
    const { cron, timezone } = checkSchedule(options.schedule);
    if (cron.startsWith('@'))
      throw unusable(`${what} has the schedule '${cron}'`, 'five fields: Argo Events has no words');
    return awaitedEvent({ kind: 'calendar', schedule: { cron, timezone } }, options, what);
  },
  minio(options) {
    const what = 'EventFrom.minio';
    const own = ['endpoint', 'bucket', 'events', 'prefix', 'suffix', 'accessKey', 'secretKey', 'insecure'];
    checkProps(options, [...filters, ...own], what);
    const { endpoint, bucket, events = ['s3:ObjectCreated:*'], prefix = '', suffix = '' } = options;
    return awaitedEvent(
      {
        kind: 'minio',
        endpoint: matching(endpoint, /^[\w.-]+:\d{1,5}$/, 'host:port', what),
        bucket: matching(bucket, /^[a-z\d][a-z\d.-]{1,61}[a-z\d]$/, 'a bucket', what),
        events: [events].flat().map((name) => matching(name, /^s3:[A-Za-z]+:[A-Za-z*]+$/, 'an event of S3', what)),
        prefix: matching(prefix, /^[\x20-\x7e]{0,500}$/, 'a prefix', what),
        suffix: matching(suffix, /^[\x20-\x7e]{0,500}$/, 'a suffix', what),
        accessKey: secret(options.accessKey, 'the access key', what),
        secretKey: secret(options.secretKey, 'the secret key', what),
        unprotected: reason(options.insecure, what),
      },
      options,
      what,
    );
  },
};

function branch(name: string, what: string): string {
  return matching(name, /^(?!.*(?:\.\.|\/\/|\/$))[A-Za-z\d][\w./-]{0,199}$/, 'a branch', what);
}
