import { definitionsOf, kindsOf } from '../schemas/release';
import type { ManifestValue } from '../yaml/manifest';
import { embeddedIn } from './argo/embedded';
import { type ArgoObject, argoObjects } from './argo/objects';
import type { LintDocument } from './document';
import type { LintTargets } from './lint-targets';
import type { Issue } from './structure/issue';
import { validate } from './structure/validate';
import { releasesOf } from './targets';

/**
 * All manifests that are looked at, with what several rules ask of them.
 *
 * @internal
 */
export interface Project {
  readonly targets: LintTargets;
  readonly documents: readonly LintDocument[];
  /** Where a document, or a resource inside it, does not fit the schema of its kind; nothing for kinds without one. */
  issuesOf(document: LintDocument): readonly Issue[];
  /** The workflows, templates and crons whose fields have the types that they should have. */
  readonly argo: readonly ArgoObject[];
  /** Those of a name. */
  argoNamed(name: string): readonly ArgoObject[];
}

/** @internal */
export function projectOf(documents: readonly LintDocument[], targets: LintTargets): Project {
  const definitionIn = definitionFinder(targets);
  const known = new Map<LintDocument, readonly Issue[]>();
  const issuesOf = (document: LintDocument): readonly Issue[] => {
    let issues = known.get(document);
    if (issues === undefined) {
      const inside = embeddedIn(document.value).flatMap(({ value, at }) => issuesIn(value, at, definitionIn));
      issues = [...issuesIn(document.value, [], definitionIn), ...inside];
      known.set(document, issues);
    }
    return issues;
  };
  const argo = documents
    .filter((document) => issuesOf(document).every(({ kind }) => kind !== 'type'))
    .flatMap((document) => argoObjects(document, issuesOf(document)));
  const byName = new Map<string, ArgoObject[]>();
  for (const object of argo) byName.set(object.name, [...(byName.get(object.name) ?? []), object]);
  return { targets, documents, issuesOf, argo, argoNamed: (name) => byName.get(name) ?? [] };
}

type Finder = (value: ManifestValue) => ReturnType<typeof definitionOf>;

function issuesIn(value: ManifestValue, at: readonly (string | number)[], definitionIn: Finder): readonly Issue[] {
  const found = definitionIn(value);
  return found === undefined ? [] : validate(value, found.definition, definitionsOf(found.release), at);
}

function definitionFinder(targets: LintTargets): Finder {
  const releases = releasesOf(targets);
  const known = new Map<string, ReturnType<typeof definitionOf>>();
  return ({ apiVersion, kind }) => {
    const key = `${apiVersion} ${kind}`;
    if (!known.has(key)) known.set(key, definitionOf(releases, apiVersion, kind));
    return known.get(key);
  };
}

function definitionOf(releases: ReturnType<typeof releasesOf>, apiVersion: string, kind: string) {
  for (const release of releases) {
    const found = kindsOf(release).find((each) => each.apiVersion === apiVersion && each.kind === kind);
    if (found !== undefined) return { release, definition: found.definition };
  }
  return undefined;
}
