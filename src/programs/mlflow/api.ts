import { below } from '../base-url';
import { type Calling, call } from '../http-call';
import type { Answer } from '../http-exchange';
import { jsonOf, unexpectedStatus } from '../json-answer';
import { isRecord, type JsonRecord } from '../json-value';
import { Trouble, Unavailable } from '../trouble';
import type { TrackingServer } from './tracking-server';

/** One request to the REST API; paths are below `/api/2.0/mlflow`, which 3.x serves too. @internal */
export interface MlflowRequest {
  /** @default GET */
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Such as `/runs/get`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: JsonRecord;
  /** Whether sending it twice is the same as sending it once. @default true */
  readonly repeatable?: boolean;
}

/** What MLflow says, or that it will not. @internal */
export type MlflowAnswer =
  | { readonly kind: 'answer'; readonly value: JsonRecord }
  | {
      readonly kind: 'refusal';
      readonly code: string;
      readonly said: string;
      /** What to throw where it was not foreseen. */
      readonly trouble: Trouble;
    };

/** @internal */
export interface MlflowApi {
  /** @throws Trouble for anything but an answer of MLflow itself */
  ask(request: MlflowRequest): Promise<MlflowAnswer>;
  /** As `ask`, where no refusal is foreseen but these codes, which give `undefined`. */
  get(request: MlflowRequest, absent?: readonly string[]): Promise<JsonRecord | undefined>;
  /** Writes what may be written twice; false if there is nothing to write it to. */
  change(request: MlflowRequest): Promise<boolean>;
}

/** MLflow's answers to one of two who write the same row at the same time: its database refuses, and it passes that on. */
const collisions = ['BAD_REQUEST', 'INTERNAL_ERROR', 'TEMPORARILY_UNAVAILABLE'];
const mostCollisions = 5;

/** The REST API of a tracking server. @see https://mlflow.org/docs/latest/api_reference/rest-api.html @internal */
export function mlflowApi(server: TrackingServer, calling: Calling): MlflowApi {
  const { session } = calling;
  const ask = async ({ method = 'GET', path, query = {}, body, repeatable = true }: MlflowRequest) => {
    const search = new URLSearchParams(query).toString();
    const url = below(server.url, `/api/2.0/mlflow${path}${search === '' ? '' : `?${search}`}`);
    const headers = { ...server.headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const answer = await call({ url, method, headers, body: bytes, repeatable }, calling);
    const from = `MLflow at ${server.url.origin}, asked to ${method} ${path},`;
    checkReached(answer, from);
    const value = jsonOf(answer, from, session);
    if (answer.status === 200 && isRecord(value)) return { kind: 'answer', value } as const;
    if (answer.status === 200 || !isRecord(value) || typeof value.error_code !== 'string')
      throw unexpectedStatus(answer, from, session);
    const said = session.show(String(value.message ?? ''), 300);
    const why = `${from} said: ${said || value.error_code}`;
    const trouble = answer.status >= 500 ? new Unavailable(why) : new Trouble(why);
    return { kind: 'refusal', code: value.error_code, said, trouble } as const;
  };
  /** What stands between us and MLflow, each with what helps. */
  const checkReached = (answer: Answer, from: string): void => {
    const { status, contentType, location, body } = answer;
    const said = body.toString();
    if (status === 403 && /invalid host header/i.test(said))
      throw new Trouble(
        `${from} refuses requests for the host ${server.url.host}: start it with --allowed-hosts ${server.url.host}`,
      );
    if (status === 401)
      throw new Trouble(
        server.headers.authorization === undefined
          ? `${from} asks who is there: set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN, from a Secret`
          : `${from} does not accept the credentials it was given`,
      );
    if (status === 403) throw new Trouble(`${from} does not allow that: ${session.show(said, 200)}`);
    if (status >= 300 && status < 400) {
      const target = session.show(withoutQuery(location ?? 'nowhere'), 120);
      throw new Trouble(`${from} redirects to ${target}: is there a login page before it, or another address?`);
    }
    if (status === 404 && /html/i.test(contentType))
      throw new Trouble(
        `${from} knows no such path: is MLFLOW_TRACKING_URI the address below which MLflow has its /api/2.0, and is it MLflow?`,
      );
  };
  return {
    ask,
    async get(request, absent = []) {
      const answer = await ask(request);
      if (answer.kind === 'answer') return answer.value;
      if (absent.includes(answer.code)) return undefined;
      throw answer.trouble;
    },
    async change(request) {
      for (let attempt = 1; ; attempt += 1) {
        const answer = await ask(request);
        if (answer.kind === 'answer') return true;
        if (answer.code === 'RESOURCE_DOES_NOT_EXIST') return false;
        if (!collisions.includes(answer.code)) throw answer.trouble;
        if (attempt > mostCollisions || calling.deadline.expired()) throw new Unavailable(answer.trouble.message);
        await calling.deadline.sleep(100 * 2 ** attempt * Math.random());
      }
    },
  };
}

function withoutQuery(location: string): string {
  return location.replace(/[?#].*$/su, '').replace(/\/\/[^/@]*@/, '//');
}
