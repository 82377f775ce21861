import { own } from '../../core/own';
import { onlyMeant, suggest } from '../../core/suggest';
import { kindsOf } from '../../schemas/release';
import { yaml } from '../example';
import type { Rule } from '../rule';
import { releasesOf } from '../targets';
import { goneKinds, otherKinds } from './other-kinds';

/** @internal */
export const unknownKind: Rule = {
  code: 'MLL1106',
  title: 'a kind or version that the engine does not have',
  severity: 'error',
  why: 'The API server refuses the object, and offline tools skip it silently.',
  fix: 'correct the kind or the apiVersion',
  mends: 'a misspelt kind that only one is near, and an apiVersion where the kind has only one',
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplat
    metadata:
      name: train
    spec: {}
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          suspend: {}
  `,
  *check({ documents, targets }) {
    const known = releasesOf(targets).flatMap((release) => kindsOf(release));
    for (const document of documents) {
      const { apiVersion, kind } = document.value;
      if (known.some((each) => each.apiVersion === apiVersion && each.kind === kind)) continue;
      const group = apiVersion.split('/')[0] ?? '';
      if (own(otherKinds, group)?.includes(kind) === true) continue;
      const instead = own(own(goneKinds, group) ?? {}, kind);
      if (instead !== undefined) {
        yield { document, path: ['kind'], message: `there is no ${kind} any more`, fix: instead };
        continue;
      }
      const ofGroup = known.filter((each) => each.apiVersion.split('/')[0] === group);
      const kinds = [...new Set(ofGroup.map((each) => each.kind))];
      const meant = suggest(kind, kinds);
      // Other projects have kinds in the same groups: only what is nearly one of ours is told.
      if (meant === undefined) continue;
      const versions = [...new Set(ofGroup.filter((each) => each.kind === meant).map((each) => each.apiVersion))];
      if (meant !== kind) {
        const to = onlyMeant(kind, kinds);
        yield {
          document,
          path: ['kind'],
          message: `there is no kind '${kind}' in ${group}`,
          fix: `did you mean '${meant}'?`,
          repair: to === undefined ? undefined : { kind: 'replace', path: ['kind'], to },
        };
      } else if (group.includes('.') && versions.length > 0 && !isOlderOf(apiVersion)) {
        const [to, ...others] = versions;
        yield {
          document,
          path: ['apiVersion'],
          message: `there is no ${kind} in '${apiVersion}'`,
          fix: `write ${versions.join(' or ')}`,
          repair: to === undefined || others.length > 0 ? undefined : { kind: 'replace', path: ['apiVersion'], to },
        };
      }
    }
  },
};

/** The Gateway API still serves versions that we have no schemas of. */
const isOlderOf = (apiVersion: string): boolean => apiVersion.startsWith('gateway.networking.k8s.io/');
