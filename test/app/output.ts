import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Chart, type ChartProps } from 'cdk8s';
import type { Construct } from 'constructs';
import { onTestFinished } from 'vitest';
import { parseAllDocuments } from 'yaml';

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gitops-app-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** All files below a folder, with `/`, sorted. */
export function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
}

/** The manifests' files: what a GitOps controller looks at. */
export function manifestsIn(folder: string): string[] {
  return filesIn(folder).filter((file) => file.endsWith('.yaml'));
}

export function read(folder: string, file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

/** The documents of a text, as a GitOps controller sees them. */
export function documentsIn(text: string, version: '1.1' | '1.2' = '1.2'): unknown[] {
  return parseAllDocuments(text, { version }).map((document) => {
    if (document.errors[0] !== undefined) throw document.errors[0];
    return document.toJS() as unknown;
  });
}

/** A chart with one ConfigMap for each name. */
export function chartOf(scope: Construct, id: string, names: readonly string[], props?: ChartProps): Chart {
  const chart = new Chart(scope, id, props);
  for (const name of names) configMap(chart, name);
  return chart;
}

export function configMap(scope: Construct, name: string, data: Record<string, unknown> = {}): ApiObject {
  return new ApiObject(scope, name, object({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data }));
}

/** Fields besides metadata that the type of cdk8s's `ApiObjectProps` does not show. */
export function object<T extends { apiVersion: string; kind: string }>(props: T): T {
  return props;
}
