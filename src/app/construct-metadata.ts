import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiObject } from 'cdk8s';
import { isMap } from '../yaml/is-map';

/**
 * Writes `construct-metadata.json`, by which `cdk8s synth` tells validation plugins the construct of each object.
 *
 * The CLI reads one such file at the root of the output, so the apps of one program share it.
 *
 * @internal
 */
export function recordConstructs(root: string, objects: readonly ApiObject[]): void {
  const path = join(root, 'construct-metadata.json');
  const before: unknown = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const known = isMap(before) && isMap(before.resources) ? before.resources : {};
  const added = Object.fromEntries(objects.map(({ name, node }) => [name, { path: node.path }]));
  writeFileSync(path, JSON.stringify({ version: '1.0.0', resources: { ...known, ...added } }));
}
