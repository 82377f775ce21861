import type { NoAnswer } from './http-exchange';

const known: Readonly<Record<string, NoAnswer>> = {
  ECONNREFUSED: { kind: 'refused', detail: 'connection refused' },
  ECONNRESET: { kind: 'reset', detail: 'connection reset' },
  EPIPE: { kind: 'reset', detail: 'connection closed while the request was sent' },
  ETIMEDOUT: { kind: 'transport', detail: 'no connection: timed out' },
  EHOSTUNREACH: { kind: 'transport', detail: 'host unreachable' },
  ENETUNREACH: { kind: 'transport', detail: 'network unreachable' },
  ENOTFOUND: { kind: 'refused', detail: 'host name not found' },
  EPROTO: { kind: 'transport', detail: 'no TLS connection: does the server speak plain HTTP?' },
  EAI_AGAIN: { kind: 'refused', detail: 'host name could not be looked up' },
};

/**
 * Says in words what kept an HTTP request from being answered.
 *
 * @internal
 */
export function transportTrouble(problem: NodeJS.ErrnoException): NoAnswer {
  const code = problem.code ?? '';
  if (problem.message === 'socket hang up') {
    return { kind: 'reset', detail: 'the connection was closed without an answer' };
  }
  if (code.startsWith('HPE_')) return { kind: 'transport', detail: `the answer is not valid HTTP (${code})` };
  return (
    known[code] ?? { kind: 'transport', detail: code === '' ? 'the request failed' : `the request failed (${code})` }
  );
}
