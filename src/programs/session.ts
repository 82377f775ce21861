import { excerpt } from './excerpt';
import { redaction } from './redaction';

/**
 * What a program is given to work with.
 *
 * @internal
 */
export interface Session {
  /** One line for the reader of the pod's log. */
  log(line: string): void;
  /** Foreign text without secrets and unprintable characters, cut to a length. */
  show(text: string, limit?: number): string;
  /** Keeps a secret out of the log, the reason and the evidence. */
  hide(secret: string): void;
  /** Filled while working, so that an interrupted run leaves what it saw until then. */
  readonly evidence: Record<string, unknown>;
}

/**
 * A session that prints through `print`; `redacted` is what of its evidence may be written down.
 *
 * @internal
 */
export function openSession(
  name: string,
  print: (line: string) => void,
): Session & { redacted(evidence: Record<string, unknown>): Record<string, unknown> } {
  const secrets = redaction();
  const show = (text: string, limit?: number): string => excerpt(secrets.redact(text), limit);
  return {
    log: (line) => print(`${name}: ${show(line)}`),
    show,
    hide: secrets.hide,
    evidence: {},
    redacted: (evidence) =>
      JSON.parse(JSON.stringify(evidence), (_, value: unknown) =>
        typeof value === 'string' ? secrets.redact(value) : value,
      ) as Record<string, unknown>,
  };
}
