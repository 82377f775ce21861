import type { Outcome } from '../action';
import type { Calling } from '../http-call';
import { type JsonRecord, textAt, valueAt } from '../json-value';
import type { KubernetesApi } from '../kubernetes/api';
import type { Resource } from '../kubernetes/resource-path';
import { Trouble, Unavailable } from '../trouble';
import { gitOpsOwner } from './gitops-owner';
import type { DeployOutcome } from './outcome';

/** Where the token of the run that changed an object last stands. @internal */
export const tokenAnnotation = 'cdk8s-mlops/token';

/** A change of one object that only the newest run may make. @internal */
export interface FencedChange {
  readonly resource: Resource;
  readonly name: string;
  readonly token: number;
  /** `apply` for what has lists with keys, `merge` for other resources. */
  readonly by: 'apply' | 'merge';
  /** What is deployed now, for the reader. */
  readonly shown: (object: JsonRecord) => string;
  readonly isSet: (object: JsonRecord) => boolean;
  /** The fields to set, all of them each time: what server-side apply is no longer told of it removes. */
  readonly fields: (object: JsonRecord) => JsonRecord;
}

const attempts = 10;

/**
 * Makes a change unless a newer run has been there: the version that was read is the one that is changed, and a lost race
 * is read and decided again.
 *
 * @throws Trouble if the object is absent or follows Git, if someone else keeps changing it, or changes what was set
 * @internal
 */
export async function fencedChange(
  { resource, name, token, by, shown, isSet, fields }: FencedChange,
  api: KubernetesApi,
  { deadline, session }: Calling,
): Promise<Outcome & { readonly outcome: DeployOutcome }> {
  const what = `${resource.resource}/${name}`;
  let written = false;
  for (let attempt = 1; attempt <= attempts && !deadline.expired(); attempt += 1) {
    const object = await api.get(resource, name);
    if (object === undefined) throw new Trouble(`there is no ${what} in namespace ${resource.namespace}`);
    const owner = gitOpsOwner(object);
    if (owner !== undefined) throw new Trouble(`${what} follows Git by ${owner}, which would undo the change`);
    const live = tokenOf(object, what);
    session.evidence.found ??= { value: session.show(shown(object), 1000), token: live };
    if (live !== undefined && live > token) {
      const reason = `${what} was changed by a newer run: its token is ${live}, ours ${token}`;
      return { outcome: 'lost', reason, done: false };
    }
    const patch = fields(object);
    if (isSet(object) && live === token) {
      const reason = `${what} runs ${session.show(shown(object), 300)}`;
      return { outcome: written ? 'deployed' : 'unchanged', reason, done: true };
    }
    const metadata = {
      name,
      resourceVersion: textAt(object, 'metadata', 'resourceVersion'),
      annotations: { [tokenAnnotation]: String(token) },
    };
    const answer =
      by === 'merge'
        ? await api.merge(resource, name, { ...patch, metadata })
        : await api.apply(resource, {
            apiVersion: resource.apiVersion,
            kind: textAt(object, 'kind'),
            ...patch,
            metadata,
          });
    written = true;
    if (answer === 'conflict') await deadline.sleep(50 + Math.random() * 200);
    else if (answer !== 'absent' && (!isSet(answer) || tokenOf(answer, what) !== token))
      throw new Trouble(`${what} was patched, but the API server stored something else: is there a webhook?`);
  }
  throw new Unavailable(`${what} could not be changed: others changed it each time, or the deadline passed`);
}

function tokenOf(object: JsonRecord, what: string): number | undefined {
  const text = valueAt(object, 'metadata', 'annotations', tokenAnnotation);
  if (text === undefined) return undefined;
  if (typeof text === 'string' && /^\d{1,9}$/.test(text)) return Number(text);
  throw new Trouble(`the annotation ${tokenAnnotation} of ${what} is no whole number, so nobody knows who was last`);
}
