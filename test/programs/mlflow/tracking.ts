import { startDeadline } from '../../../src/programs/deadline';
import { type MlflowApi, mlflowApi } from '../../../src/programs/mlflow/api';
import { openSession } from '../../../src/programs/session';
import { type Candidate, candidate, json, type Reply } from '../candidate';

export interface Asked {
  readonly server: Candidate;
  readonly api: MlflowApi;
}

/** A tracking server that answers these paths below its API, and a client for it. */
export async function tracking(
  replies: Readonly<Record<string, Reply>>,
  headers: Readonly<Record<string, string>> = {},
  seconds = 5,
): Promise<Asked> {
  const below = Object.entries(replies).map(([path, reply]) => [`/api/2.0/mlflow${path}`, reply] as const);
  const server = await candidate(Object.fromEntries(below));
  const session = openSession('test', () => undefined);
  const api = mlflowApi({ url: new URL(server.url), headers }, { session, deadline: startDeadline(seconds) });
  return { server, api };
}

/** How MLflow says no. */
export function refusal(code: string, message = 'no', status = 400): Reply {
  return json({ error_code: code, message }, { status });
}
