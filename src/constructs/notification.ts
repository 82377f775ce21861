import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import type { KeyOf } from '../core/container/env';
import type { Image } from '../core/container/image';
import { PipelineError } from '../core/error';
import { oneOf } from '../core/parameter/one-of';
import { text } from '../core/parameter/text';
import { programTask } from '../core/program-task';
import type { Task } from '../core/task';
import { programText } from '../programs/bundle';
import type { Format } from '../programs/notify/message';

/** @public */
export interface NotificationOptions {
  /** Name of the step. @default 'notify' */
  readonly name?: string | undefined;
  /** The application it is about. */
  readonly application?: string | undefined;
  /** Where to look, such as the address of the Argo server. */
  readonly link?: string | undefined;
  /** The whole `Authorization` header. @default - none */
  readonly authorization?: KeyOf | undefined;
  /** @default - the image of all our programs */
  readonly programImage?: Image | undefined;
}

/** What somebody is told. @public */
export interface NotificationInputs {
  /** The word that comes first: `promoted`, `held`. */
  readonly outcome: string;
  readonly reason?: string;
  readonly modelVersion?: string;
  readonly environment?: string;
}

/** @public */
export type Notification = Task<NotificationInputs, { readonly outcome: 'sent' | 'not-sent' }>;

/** @public */
export const Notification: {
  /**
   * Posts a message to an incoming webhook of Slack, or of a chat that takes the same messages (Mattermost, Rocket.Chat).
   *
   * A task for `finally` or any step. A message that can't be sent is said in the log and never ends a run red. The
   * address of a webhook is its password: it comes from a Secret and is never logged.
   *
   * @throws PipelineError MLP3008 unless the address comes from a Secret.
   * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
   * @example
   * ```ts
   * const tell = Notification.slack(secretKey('slack', 'webhook'), { application: 'fraud' });
   * ```
   */
  readonly slack: (webhook: KeyOf, options?: NotificationOptions) => Notification;
  /**
   * Posts `{ outcome, reason, application, environment, modelVersion, run, link, time }` as JSON.
   *
   * @throws PipelineError MLP3008 unless the address comes from a Secret.
   */
  readonly webhook: (url: KeyOf, options?: NotificationOptions) => Notification;
} = {
  slack: (webhook, options = {}) => notificationOf('slack', webhook, options),
  webhook: (url, options = {}) => notificationOf('json', url, options),
};

function notificationOf(format: Format, url: KeyOf, options: NotificationOptions): Notification {
  checkProps(options, ['name', 'application', 'link', 'authorization', 'programImage'], `Notification.${format}`);
  for (const [what, key] of Object.entries({ 'its address': url, 'its authorization': options.authorization })) {
    if (what === 'its authorization' && key === undefined) continue;
    if (typeof key === 'object' && key?.from === 'secret') continue;
    throw new PipelineError({
      code: 'MLP3008',
      message: `a notification has ${what} from ${show(key)}`,
      expected: 'a key of a Secret: whoever knows the address of a webhook can post to it',
      fix: "secretKey('slack', 'webhook')",
    });
  }
  return programTask(
    options.name ?? 'notify',
    { name: 'notify', text: programText('notify') },
    {
      image: options.programImage,
      inputs: {
        outcome: text({ pattern: /[A-Za-z0-9 ._-]{1,80}/ }),
        reason: text({ default: '' }),
        modelVersion: text({ pattern: /[A-Za-z0-9._:/@+=,-]*/, default: '' }),
        environment: text({ pattern: /[a-z0-9-]*/, default: '' }),
      },
      outputs: { outcome: oneOf(['sent', 'not-sent']) },
      env: ({ inputs }) => ({
        FORMAT: format,
        WEBHOOK_URL: url,
        ...(options.authorization === undefined ? {} : { AUTHORIZATION: options.authorization }),
        OUTCOME: inputs.outcome,
        REASON: inputs.reason,
        MODEL_VERSION: inputs.modelVersion,
        ENVIRONMENT: inputs.environment,
        ...(options.application === undefined ? {} : { APPLICATION: options.application }),
        ...(options.link === undefined ? {} : { LINK: options.link }),
      }),
      timeout: { toMilliseconds: () => 360_000 },
    },
  );
}
