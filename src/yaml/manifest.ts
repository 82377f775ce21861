import { suggest } from '../core/suggest';
import { isMap } from './is-map';
import { type Position, readYaml, type YamlDocument, type YamlPath, type YamlProblem } from './read';
import type { FieldSource } from './source';

/** An object of Kubernetes and where it was read. @internal */
export interface Manifest {
  /** As the user would name it; `-` for standard input. */
  readonly file: string;
  /** All of the file, for excerpts and comments. */
  readonly text: string;
  readonly value: ManifestValue;
  /** Where it starts. */
  readonly start: Position;
  /** Where a field of it is. */
  positionOf(path: YamlPath): Position;
  /** Where the text of a field is, if it has one of its own. */
  sourceOf(path: YamlPath): FieldSource | undefined;
}

/** @internal */
export interface ManifestValue {
  readonly apiVersion: string;
  readonly kind: string;
  readonly [field: string]: unknown;
}

/** The objects of a file, and what keeps a document from being one: bad YAML, or a mistyped field that would hide it. @internal */
export function readManifestFile(
  file: string,
  text: string,
): { readonly manifests: readonly Manifest[]; readonly problems: readonly (YamlProblem | HeadProblem)[] } {
  const { documents, problems } = readYaml(text);
  return {
    manifests: documents.flatMap((document) => manifestsIn(document, file, text)),
    problems: [...problems, ...documents.flatMap((document) => headProblem(document) ?? [])],
  };
}

/** The object that a document is, or those of a `List` one by one; none for other YAML. @internal */
export function manifestsIn(document: YamlDocument, file: string, text: string): readonly Manifest[] {
  const { value, start, positionOf, sourceOf } = document;
  if (!isManifest(value)) return [];
  if (value.kind !== 'List' || !Array.isArray(value.items)) return [{ file, text, value, start, positionOf, sourceOf }];
  return value.items.flatMap((item: unknown, index): readonly Manifest[] => {
    if (!isManifest(item)) return [];
    const within = (path: YamlPath): YamlPath => ['items', index, ...path];
    return [
      {
        file,
        text,
        value: item,
        start: positionOf(within([])),
        positionOf: (path) => positionOf(within(path)),
        sourceOf: (path) => sourceOf(within(path)),
      },
    ];
  });
}

/** A field that says what a document is, and is mistyped. @internal */
export interface HeadProblem extends Position {
  readonly kind: 'head';
  readonly message: string;
}

/** What keeps a document from being an object of Kubernetes, where one letter does; it would be passed over in silence. */
function headProblem({ value, positionOf }: YamlDocument): HeadProblem | undefined {
  if (!isMap(value) || isManifest(value) || !(isMap(value.metadata) || isMap(value.spec))) return undefined;
  const [there, missing] = typeof value.kind === 'string' ? ['kind', 'apiVersion'] : ['apiVersion', 'kind'];
  if (typeof value[there] !== 'string' || missing in value) return undefined;
  const slip = Object.keys(value).find((key) => suggest(key, [missing]) !== undefined);
  if (slip === undefined) return undefined;
  return { kind: 'head', message: `'${slip}' is no field: did you mean '${missing}'?`, ...positionOf([slip]) };
}

function isManifest(value: unknown): value is ManifestValue {
  return isMap(value) && typeof value.apiVersion === 'string' && typeof value.kind === 'string';
}
