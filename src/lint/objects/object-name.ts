import { nameOf } from '../document';
import { yaml } from '../example';
import type { Rule } from '../rule';
import { isSubdomain } from '../tekton/names';

const kinds = /^(?:argoproj\.io\/v1alpha1 (?:EventBus|EventSource|Sensor)|serving\.kserve\.io\/\S+ \w+)$/;

/** @internal */
export const objectName: Rule = {
  code: 'MLL1108',
  title: 'an object of Argo Events or KServe without a name, or with one that Kubernetes does not take',
  severity: 'error',
  why: 'The API server refuses the object.',
  fix: "write small letters, digits, '-' and '.', with a letter or digit at both ends",
  engine: /name or generateName is required|RFC 1123/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: EventBus
    metadata:
      name: Default
    spec:
      jetstream:
        version: 2.10.10
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: EventBus
    metadata:
      name: default
    spec:
      jetstream:
        version: 2.10.10
  `,
  *check({ documents, issuesOf }) {
    for (const document of documents) {
      const { apiVersion, kind, metadata } = document.value;
      if (!kinds.test(`${apiVersion} ${kind}`) || metadata === undefined) continue;
      if (issuesOf(document).some((issue) => issue.kind === 'type')) continue;
      const name = nameOf(document.value);
      if (name === '')
        yield { document, path: ['metadata'], message: `the ${kind} has no name`, fix: "write 'metadata.name'" };
      // The API server adds letters and digits to the beginning of a name.
      else if (!isSubdomain(/-$/.test(name) && !isNamed(metadata) ? `${name}0` : name))
        yield { document, path: ['metadata', 'name'], message: `'${name}' is no name for an object` };
    }
  },
};

function isNamed(metadata: unknown): boolean {
  return ((metadata as { readonly name?: string }).name ?? '') !== '';
}
