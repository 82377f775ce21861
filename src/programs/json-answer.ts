import type { Answer } from './http-exchange';
import type { Session } from './session';
import { Trouble, Unavailable } from './trouble';

/**
 * The parsed body of an answer.
 *
 * @param from who answered, for the reader
 * @throws Trouble with an excerpt if it is anything but JSON
 * @internal
 */
export function jsonOf({ status, contentType, body }: Answer, from: string, session: Session): unknown {
  const text = body.toString();
  try {
    return JSON.parse(text);
  } catch {
    const kind =
      /html/i.test(contentType) || /^\s*</.test(text) ? 'a web page' : text.trim() === '' ? 'nothing' : 'text';
    throw new Trouble(`${from} answered ${status} with ${kind} where JSON is due: ${session.show(text, 120)}`);
  }
}

/**
 * For an answer that nobody asked for.
 *
 * @internal
 */
export function unexpectedStatus({ status, body }: Answer, from: string, session: Session): Trouble {
  const said = session.show(body.toString(), 200);
  const isPassing = status >= 500 || status === 429;
  return new (isPassing ? Unavailable : Trouble)(`${from} answered ${status}${said === '' ? '' : `: ${said}`}`);
}
