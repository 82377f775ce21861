import { isMap } from '../../yaml/is-map';
import { readYaml, type YamlDocument, type YamlPath } from '../../yaml/read';
import { type Finding, pathText } from '../finding';

/**
 * A file of manifests.
 *
 * @public
 */
export interface ManifestFile {
  /** What findings call it. */
  readonly file: string;
  /** YAML, any number of documents. */
  readonly text: string;
}

/**
 * Where manifests come from: files, or objects such as a chart's.
 *
 * @public
 */
export type Manifests = readonly (ManifestFile | object)[];

/** One object of the manifests. @internal */
export interface KubeDocument {
  readonly kind: string;
  readonly name: string;
  readonly generateName: string;
  readonly namespace: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** A finding at a place inside. */
  finding(severity: Finding['severity'], path: YamlPath, message: string): Finding;
}

/** Reads manifests; documents that are no Kubernetes objects are findings. @internal */
export function readManifests(manifests: Manifests): {
  readonly documents: readonly KubeDocument[];
  readonly findings: readonly Finding[];
} {
  const documents: KubeDocument[] = [];
  const findings: Finding[] = [];
  const take = (value: unknown, locate: (path: YamlPath) => Partial<Finding>) => {
    if (isMap(value) && value.kind === 'List' && Array.isArray(value.items)) {
      for (const [i, item] of value.items.entries()) take(item, (path) => locate(['items', i, ...path]));
      return;
    }
    const document = asObject(value, locate);
    if (document === undefined)
      findings.push({ severity: 'error', message: 'this is no Kubernetes object', ...locate([]) });
    else documents.push(document);
  };
  for (const [index, manifest] of manifests.entries()) {
    if (!isFile(manifest)) {
      take(manifest, (path) => ({ path: pathText([index, ...path]) }));
      continue;
    }
    const { file, text } = manifest;
    const read = readYaml(text);
    for (const { message, line, kind } of read.problems)
      findings.push({ severity: kind === 'syntax' ? 'error' : 'warning', message, file, line });
    for (const document of read.documents) take(document.value, placeIn(file, document));
  }
  return { documents, findings };
}

function placeIn(file: string, document: YamlDocument): (path: YamlPath) => Partial<Finding> {
  return (path) => ({ file, line: document.positionOf(path).line, ...(path.length > 0 && { path: pathText(path) }) });
}

function isFile(manifest: object): manifest is ManifestFile {
  return 'file' in manifest && 'text' in manifest && typeof manifest.text === 'string';
}

function asObject(value: unknown, locate: (path: YamlPath) => Partial<Finding>): KubeDocument | undefined {
  if (!isMap(value) || typeof value.kind !== 'string') return undefined;
  const metadata = isMap(value.metadata) ? value.metadata : {};
  const word = (key: string) => (typeof metadata[key] === 'string' ? (metadata[key] as string) : '');
  return {
    kind: value.kind,
    name: word('name'),
    generateName: word('generateName'),
    namespace: word('namespace'),
    value,
    finding: (severity, path, message) => ({ severity, message, ...locate(path) }),
  };
}
