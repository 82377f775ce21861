const signs = [
  'Connection closed by foreign host',
  'net/http: TLS handshake timeout',
  'i/o timeout',
  'connection timed out',
  'connection reset by peer',
  'http2: client connection lost',
  'http2: server sent GOAWAY and closed the connection',
  'connect: connection refused',
  'invalid connection',
  'etcdserver: leader changed',
  'etcdserver: request timed out',
  'etcdserver: too many requests',
];

/** Tells whether Argo takes a message for one of an error that passes by itself. @internal */
export function isTransient(message: string): boolean {
  return signs.some((sign) => message.includes(sign));
}
