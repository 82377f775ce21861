import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { isSubdomain } from '../names';
import { tektonObjects } from '../objects';

/** Kinds that may have names as long as all of Kubernetes, or a limit of their own. */
const long = new Set(['ClusterInterceptor', 'Interceptor', 'EventListener']);

/** @internal */
export const objectName: Rule = {
  code: 'MLL1301',
  title: 'an object of Tekton with a name that it does not take',
  severity: 'error',
  why: 'Its webhook refuses the object.',
  fix: "write at most 63 small letters, digits, '-' and '.', with a letter or digit at both ends",
  engine: /[Ii]nvalid resource name|must be no more than 6\d characters|RFC 1123|name or generateName is required/,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: PipelineRun
    metadata:
      name: Train_Model
    spec:
      pipelineRef:
        name: train
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: PipelineRun
    metadata:
      name: train-model
    spec:
      pipelineRef:
        name: train
  `,
  *check(project) {
    for (const { document, kind, metadata, base } of tektonObjects(project)) {
      const { name = '', generateName = '' } = metadata as { readonly name?: string; readonly generateName?: string };
      const path = [...base, 'metadata', name === '' && generateName !== '' ? 'generateName' : 'name'];
      if (kind === 'EventListener' && name.length > 60)
        yield {
          document,
          path,
          message: `'${name}' has ${name.length} characters, and an EventListener has room for 60`,
          fix: 'shorten the name: Tekton names a Service after it',
        };
      // The API server adds five letters and digits, and cuts what is too long.
      const full = name !== '' || generateName === '' ? name : `${generateName.slice(0, 58)}00000`;
      if (full === '') yield { document, path: base, message: `the ${kind} has no name`, fix: "write 'metadata.name'" };
      else if (!isSubdomain(full))
        yield { document, path, message: `'${name || generateName}' is no name for a ${kind}` };
      else if (full.length > 63 && !long.has(kind))
        yield { document, path, message: `'${name}' has ${name.length} characters, and a ${kind} has room for 63` };
    }
  },
};
