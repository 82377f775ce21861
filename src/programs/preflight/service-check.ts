import { baseUrl, below } from '../base-url';
import { type Calling, call } from '../http-call';
import { Trouble } from '../trouble';
import type { RequiredService } from './requirements';

/** Why a server can't be worked with, if so. @internal */
export async function unusableService({ kind, url }: RequiredService, calling: Calling): Promise<string[]> {
  const base = baseUrl(url);
  try {
    const answer = await call(
      { url: kind === 'mlflow' ? below(base, '/health') : base, maxBytes: 1024 * 1024 },
      calling,
    );
    const said = calling.session.show(answer.body.toString(), 120);
    if (answer.status >= 500) return [`${url} answers ${answer.status}: ${said}`];
    if (kind === 'http') return [];
    if (answer.status === 403 && /invalid host header/i.test(said)) {
      return [
        `MLflow at ${url} refuses its own name (Invalid Host header): start it with --allowed-hosts ${base.host}, or with the name and port that pods use`,
      ];
    }
    return answer.status === 200 ? [] : [`${url} is no MLflow server: /health answers ${answer.status}: ${said}`];
  } catch (problem) {
    if (problem instanceof Trouble) return [problem.message];
    throw problem;
  }
}
