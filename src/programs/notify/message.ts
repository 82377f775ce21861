import type { Session } from '../session';

/**
 * What somebody is told.
 *
 * @internal
 */
export interface Message {
  readonly outcome: string;
  readonly reason: string;
  readonly application: string;
  readonly environment: string;
  readonly modelVersion: string;
  /** Name of the run, or of its pod. */
  readonly run: string;
  /** Where to look; empty for nowhere. */
  readonly link: string;
}

/** The shapes of a message: Slack's incoming webhooks, and plain JSON for everything else. @internal */
export const formats = ['slack', 'json'] as const;

/** @internal */
export type Format = (typeof formats)[number];

/** The body to post. @internal */
export function bodyOf(format: Format, message: Message, session: Session): string {
  const shown = Object.fromEntries(
    Object.entries(message).map(([name, text]: [string, string]) => [name, session.show(text)]),
  ) as unknown as Message;
  return JSON.stringify(format === 'json' ? { ...shown, time: new Date().toISOString() } : { text: slackText(shown) });
}

function slackText({ outcome, reason, application, environment, modelVersion, run, link }: Message): string {
  const what = [application, modelVersion === '' ? '' : `version ${modelVersion}`]
    .filter((part) => part !== '')
    .join(' ');
  const where = environment === '' ? '' : ` in ${environment}`;
  const lines = [
    `*${escaped(outcome)}*${what === '' ? '' : `: ${escaped(what)}`}${escaped(where)}`,
    escaped(reason),
    [run === '' ? '' : `run ${escaped(run)}`, link === '' ? '' : `<${escaped(link)}>`]
      .filter((part) => part !== '')
      .join(', '),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

/** Otherwise a reason could call everybody with `<!channel>`. See https://docs.slack.dev/messaging/formatting-message-text */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
