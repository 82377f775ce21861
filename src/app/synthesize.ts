import { mkdirSync } from 'node:fs';
import type { App } from 'cdk8s';
import { PipelineError } from '../core/error';
import { writeYaml } from '../yaml/write';
import { chartFile, objectFile } from './file-layout';
import { type Finding, findingOf, throwFindings } from './findings';
import { refuseEnvironments, refuseSecondApp, rememberWriter } from './folder-owner';
import { knownObjects } from './known-objects';
import { manifestOf } from './manifest-of';
import { readRecord } from './output-record';
import { replaceFiles } from './replace-files';
import { openStaging, type Staging } from './staging';
import { synthesisPlan } from './synthesis-plan';

/** @internal */
export interface SynthesisOptions {
  /** When the app was made. */
  readonly created: number;
  readonly layout: 'file-per-chart' | 'file-per-object';
}

/**
 * Writes all manifests of an app into its folder, object by object.
 *
 * @internal
 */
export function synthesize(app: App, options: SynthesisOptions): void {
  const { outdir: folder } = app;
  refuseEnvironments(folder);
  const charts = synthesisPlan(app);
  onDisk(folder, () => {
    mkdirSync(folder, { recursive: true });
    const staging = openStaging(folder);
    try {
      const objects = writeManifests(charts, staging, options.layout);
      const manifests = [...staging.files];
      staging.finish();
      const owned = readRecord(folder) ?? new Set<string>();
      const writer = { app, created: options.created, folder, objects, manifests };
      refuseSecondApp(writer, owned);
      replaceFiles(folder, staging, owned);
      rememberWriter(writer);
    } finally {
      staging.remove();
    }
  });
}

function writeManifests(
  charts: ReturnType<typeof synthesisPlan>,
  staging: Staging,
  layout: SynthesisOptions['layout'],
): ReadonlySet<string> {
  const known = knownObjects(layout);
  const findings: Finding[] = [];
  for (const { chart, objects } of charts) {
    for (const object of objects) {
      let file: string;
      let text: string;
      try {
        const manifest = manifestOf(object);
        file = layout === 'file-per-chart' ? chartFile(chart) : objectFile(object, manifest);
        known.add(object, manifest, file);
        text = writeYaml(manifest);
      } catch (error) {
        findings.push(findingOf(object.node.path, error));
        continue;
      }
      staging.append(file, staging.files.has(file) ? `---\n${text}` : text);
    }
  }
  throwFindings(findings);
  return known.identities;
}

function onDisk(folder: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new PipelineError({
      code: 'MLP4006',
      message: `cannot write to '${folder}': ${error.message}`,
      fix: 'make the folder writable and free some space; the files that were there are still there, each of them whole',
    });
  }
}

/** An error of the file system, as Node throws it. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
