import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../api/json';
import { apply, ensureNamespaces } from '../apply';
import { api } from '../cluster';
import { committedManifests } from '../dist-manifests';

const folders = committedManifests();

it('is there to be judged', () => {
  expect(Object.keys(folders).length).toBeGreaterThan(0);
});

describe.for(Object.entries(folders))('dist-manifests/%s', ([, objects]) => {
  it('is admitted by the API server, object by object', async () => {
    await ensureNamespaces(api, objects);
    const refused = await Promise.all(objects.map((object) => refusal(object)));
    expect(refused.filter((problem) => problem !== undefined)).toEqual([]);
  });

  const argo = objects.filter(({ apiVersion }) => apiVersion.startsWith('argoproj.io/'));
  it.for(argo.map((object) => [`${object.kind} ${object.metadata.name}`, object] as const))(
    'is refused with one more field: %s',
    async ([, object]) => {
      await ensureNamespaces(api, [object]);
      const changed = { ...object, spec: { ...(Reflect.get(object, 'spec') as object), entrypiont: 'main' } };
      expect(await refusal(changed)).toContain('.spec.entrypiont: field not declared in schema');
    },
  );
});

async function refusal(object: KubeObject): Promise<string | undefined> {
  return apply(api, object, { dryRun: true }).then(
    () => undefined,
    (problem: Error) => `${object.kind} ${object.metadata.name}: ${problem.message}`,
  );
}
