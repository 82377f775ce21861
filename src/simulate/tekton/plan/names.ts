import { createHash } from 'node:crypto';

/** As knative's `ChildName`: cut where it is longer than a label may be, and told apart by a digest. @internal */
export function childName(parent: string, suffix: string): string {
  const name = `${parent}${suffix}`;
  if (name.length <= 63) return name;
  const digest = createHash('md5').update(name).digest('hex');
  return `${name.slice(0, 63 - digest.length)}${digest}`.replace(/^[^a-z0-9]+/, '');
}
