// A test that keeps its process busy for seconds, with the bytes of a large model, does not see that a server closed a connection
// meanwhile; the next request on it fails, and a request that changes something is not tried again. So none is kept.
const { fetch } = globalThis;

globalThis.fetch = (url, init) => {
  const headers = new Headers(init?.headers);
  headers.set('connection', 'close');
  return fetch(url, { ...init, headers });
};
