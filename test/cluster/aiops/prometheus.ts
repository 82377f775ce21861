import { startHttpServer } from '../../harness/http-server';
import { places } from './places';

/** Stands in for the cluster's Prometheus: has the series of node-exporter for as long as it says, for who has the token. */
export interface Prometheus {
  /** For how many hours it has series from now on; `away` answers nobody. */
  has(hours: number | 'away'): void;
  stop(): Promise<void>;
}

/** The token that its answer needs. */
export const token = 'sha256~prometheus';

export async function startPrometheus(tls: { readonly key: string; readonly cert: string }): Promise<Prometheus> {
  let kept: number | 'away' = 1_000;
  const server = await startHttpServer(
    (request, response) => {
      request.resume();
      if (kept === 'away') return request.destroy();
      const { pathname, searchParams } = new URL(request.url ?? '', 'https://prometheus');
      const answer = (status: number, body: object) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (request.headers.authorization !== `Bearer ${token}`) return answer(401, {});
      if (pathname !== '/api/v1/query') return answer(404, {});
      const time = Number(searchParams.get('time'));
      const there = time > Date.now() / 1000 - kept * 3600 - 60;
      const result = there ? [{ metric: {}, value: [time, '3'] }] : [];
      return answer(200, { status: 'success', data: { resultType: 'vector', result } });
    },
    { ...places.prometheus, tls },
  );
  return {
    has: (hours) => {
      kept = hours;
    },
    stop: () => server.stop(),
  };
}
