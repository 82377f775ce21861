import { Duration } from 'cdk8s';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { type KeyOf, runName } from '../core/container/env';
import type { Image } from '../core/container/image';
import { PipelineError } from '../core/error';
import { oneOf } from '../core/parameter/one-of';
import type { InputsOf, Param, Params } from '../core/parameter/parameter';
import { text } from '../core/parameter/text';
import { programTask, programTimeout } from '../core/program-task';
import type { Task } from '../core/task';
import { secondsOf, type TimeSpan } from '../core/time-span';
import { outputType } from '../core/value-type';
import { programText } from '../programs/bundle';

/** @public */
export interface PublishEventOptions<F> {
  /**
   * Where it is posted to: `http://<name>-eventsource-svc.<namespace>.svc.cluster.local:12000/<path>` is what an
   * `EventFrom.webhook` of Argo Events listens at, `http://el-<name>.<namespace>.svc.cluster.local:8080` one of Tekton.
   */
  readonly url: string;
  /** The token that the receiver asks for: the whole key, without `Bearer`. */
  readonly token: KeyOf;
  /** What it says: text without a pattern may have letters, digits and `._:/@+=,-` only. */
  readonly fields: F;
  /** Longest time it is tried for. @default 2 minutes */
  readonly deadline?: TimeSpan | undefined;
  /** @default - the image of all our programs */
  readonly programImage?: Image | undefined;
}

/** @public */
export type PublishedEvent<F extends Params> = Task<
  InputsOf<F>,
  { readonly outcome: 'published' | 'not-published'; readonly eventId: string }
>;

/** @public */
export const PublishEvent: {
  /**
   * A step that posts an event to a webhook, such as an `EventFrom.webhook` that starts the next pipeline.
   *
   * The event is a CloudEvent in JSON: `{ id, source, type, data }`, so the receiver takes `value('data.modelVersion')`. A run
   * that publishes the same again uses the same id. An event that nobody took ends the run red.
   *
   * @throws PipelineError MLP3064 for a type or an address that can't be, a token that is no secret, or a list or record.
   * @see https://cloudevents.io/
   * @example
   * ```ts
   * const selected = PublishEvent.of('model-selected', {
   *   url: 'http://deploy-on-selected-eventsource-svc.mlops.svc.cluster.local:12000/model-selected',
   *   token: secretKey('model-events', 'token'),
   *   fields: { modelVersion: text({ pattern: /[0-9]{1,9}/ }), accuracy: number() },
   * });
   * ```
   */
  readonly of: <const F extends Params>(type: string, options: PublishEventOptions<F>) => PublishedEvent<F>;
} = {
  of<const F extends Params>(type: string, options: PublishEventOptions<F>): PublishedEvent<F> {
    const what = `PublishEvent.of(${show(type)})`;
    checkProps(options, ['url', 'token', 'fields', 'deadline', 'programImage'], what);
    const { url, token, fields, deadline = Duration.minutes(2), programImage } = options;
    if (typeof type !== 'string' || !/^[a-z][a-z0-9-]{0,52}$/.test(type))
      throw unusable(`an event is called ${show(type)}`, 'at most 53 lower-case letters, digits and -, a letter first');
    checkAddress(url, what);
    if (typeof token !== 'object' || token?.from !== 'secret')
      throw unusable(
        `${what} has its token from ${show(token)}`,
        "a key of a Secret: secretKey('model-events', 'token')",
      );
    const seconds = secondsOf(deadline, `the deadline of ${what}`);
    const inputs = Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [name, checkedField(field, name, what)]),
    );
    const kinds = Object.entries(inputs).map(([name, { type }]) => ({ name, kind: kindOf(type.kind) }));
    return programTask(
      `publish-${type}`,
      { name: 'publish-event', text: programText('publish-event') },
      {
        image: programImage,
        inputs,
        outputs: { outcome: oneOf(['published', 'not-published']), eventId: text({ pattern: /[0-9a-f]{32}/ }) },
        env: ({ inputs: given }) => ({
          EVENT_URL: url,
          EVENT_TOKEN: token,
          EVENT_TYPE: type,
          RUN: runName,
          FIELDS: JSON.stringify(kinds),
          ...Object.fromEntries(kinds.map(({ name }, i) => [`FIELD_${i}`, (given as never)[name]])),
          DEADLINE_SECONDS: String(seconds),
        }),
        timeout: programTimeout(seconds),
      },
    ) as unknown as PublishedEvent<F>;
  },
};

/** Outside of the cluster a token is sent by TLS only. */
function checkAddress(url: string, what: string): void {
  const address = /^(https?):\/\/([A-Za-z0-9.-]+)(?::\d{1,5})?(?:\/[\w./-]*)?$/.exec(url ?? '');
  const [, scheme, host = ''] = address ?? [];
  const inside = /\.svc(?:\.cluster\.local)?$/.test(host);
  if (address !== null && host !== 'localhost' && (scheme === 'https' || inside)) return;
  throw unusable(
    `${what} is posted to ${show(url)}`,
    'https, or http to a Service: http://<name>.<namespace>.svc.cluster.local:12000/<path>',
  );
}

/** What a field may hold is checked where it comes from, as what a pod wrote is. */
function checkedField(field: Param<unknown>, name: string, what: string): Param<unknown> {
  const kind = field?.type?.kind;
  if (kind === undefined || ['list', 'record', 'artifact'].includes(kind))
    throw unusable(
      `the field '${name}' of ${what} is ${show(kind)}`,
      'text, a number, an integer, a word or true and false',
    );
  return Object.freeze({ ...field, type: outputType(field.type) });
}

function kindOf(kind: string): 'text' | 'number' | 'boolean' {
  if (kind === 'integer' || kind === 'number') return 'number';
  return kind === 'boolean' ? 'boolean' : 'text';
}

function unusable(message: string, expected: string): PipelineError {
  return new PipelineError({ code: 'MLP3064', message, expected });
}
