import type { ApiObject } from 'cdk8s';
import { yamlBytes } from '../yaml/write';
import { chartFile, objectFile } from './file-layout';
import { type Finding, findingOf, throwFindings } from './findings';
import type { GitOpsAppProps } from './gitops-app';
import { knownObjects } from './known-objects';
import { type Manifest, manifestOf } from './manifest-of';
import { withSyncWave } from './sync-waves';
import type { SynthesisPlan } from './synthesis-plan';

/**
 * A manifest and where it is to be written.
 *
 * @internal
 */
export interface RenderedManifest {
  readonly file: string;
  /** Its YAML as UTF-8, until the next one is rendered. */
  readonly yaml: Uint8Array;
  readonly manifest: Manifest;
  readonly object: ApiObject;
}

/**
 * Turns every object of a plan into YAML, one at a time, so that only one is in memory.
 *
 * @returns the objects, by kind, namespace and name
 * @throws PipelineError with what is wrong with any of the objects, after all were tried
 * @internal
 */
export function renderManifests(
  plan: SynthesisPlan,
  { layout = 'file-per-chart', syncWaves = false, resolvers = [] }: GitOpsAppProps,
  emit: (rendered: RenderedManifest) => void,
): ReadonlySet<string> {
  const known = knownObjects(layout);
  const waves = syncWaves ? plan.waves() : undefined;
  const findings: Finding[] = [];
  for (const { chart, objects } of plan.charts) {
    for (const object of objects) {
      let rendered: RenderedManifest;
      try {
        const manifest = withSyncWave(manifestOf(object, resolvers.length > 0), waves?.get(object));
        const file = layout === 'file-per-chart' ? chartFile(chart) : objectFile(object, manifest);
        known.add(object, manifest, file);
        rendered = { file, yaml: yamlBytes(manifest), manifest, object };
      } catch (error) {
        findings.push(findingOf(object.node.path, error));
        continue;
      }
      emit(rendered);
    }
  }
  throwFindings(findings);
  return known.identities;
}
