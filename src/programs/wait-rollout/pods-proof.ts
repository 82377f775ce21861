import { type JsonRecord, textAt, valueAt } from '../json-value';
import { containersIn } from '../workload/owned';

/** How pods show which version they are. @internal */
export type PodsProof =
  | { readonly field: 'labels' | 'annotations'; readonly key: string; readonly expected: string }
  | { readonly container: string; readonly digest: string };

/** Nothing if every pod is the expected version, else the first that is not. No pod proves nothing. @internal */
export function unprovenPod(pods: readonly JsonRecord[], proof: PodsProof): string | undefined {
  if (pods.length === 0) return 'there is no pod that could show its version';
  const odd = pods.find((pod) => !isVersion(pod, proof));
  if (odd === undefined) return undefined;
  const expected = 'digest' in proof ? proof.digest : proof.expected;
  return `another version runs: pod ${textAt(odd, 'metadata', 'name')} shows ${shownBy(odd, proof)}, expected ${expected}`;
}

function isVersion(pod: JsonRecord, proof: PodsProof): boolean {
  if ('expected' in proof) return valueAt(pod, 'metadata', proof.field, proof.key) === proof.expected;
  return digestOf(pod, proof.container) === proof.digest;
}

function shownBy(pod: JsonRecord, proof: PodsProof): string {
  if ('digest' in proof) return digestOf(pod, proof.container) ?? `no digest of container ${proof.container}`;
  return String(valueAt(pod, 'metadata', proof.field, proof.key) ?? `nothing in ${proof.field} ${proof.key}`);
}

/**
 * The digest that a container was asked for; the kubelet runs nothing else. Only without one does what it says it runs count:
 * there some runtimes name the image of their platform, not the index that was asked for.
 */
function digestOf(pod: JsonRecord, container: string): string | undefined {
  const asked = containersIn(pod, 'containers').find(({ name }) => name === container)?.image;
  const statuses = valueAt(pod, 'status', 'containerStatuses');
  const status = Array.isArray(statuses) ? statuses.find((each) => valueAt(each, 'name') === container) : undefined;
  return digestIn(asked) ?? digestIn(valueAt(status, 'imageID'));
}

function digestIn(reference: unknown): string | undefined {
  return typeof reference === 'string' ? /@(sha256:[0-9a-f]{64})$/.exec(reference)?.[1] : undefined;
}
