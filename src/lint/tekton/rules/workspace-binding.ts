import type { WorkspaceBinding } from '../../../schemas/tekton/types';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { tektonObjects } from '../objects';

const sources = [
  'volumeClaimTemplate',
  'persistentVolumeClaim',
  'emptyDir',
  'configMap',
  'secret',
  'projected',
  'csi',
] as const;

/** What each of them cannot do without. */
const needed: Readonly<Record<string, string>> = {
  persistentVolumeClaim: 'claimName',
  configMap: 'name',
  secret: 'secretName',
  projected: 'sources',
  csi: 'driver',
};

/** @internal */
export const workspaceBinding: Rule = {
  code: 'MLL1323',
  title: 'a workspace of a run that is bound to nothing, or to two volumes',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object.',
  fix: `write one of ${sources.join(', ')}`,
  engine:
    /missing field\(s\): .*workspaces\[\d+\]$|expected exactly one, got (?:both|neither): .*emptydir|missing field\(s\): .*(?:claimname|configmap\.name|secret\.secretName|projected\.sources|csi\.driver)/,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: PipelineRun
    metadata:
      name: train
    spec:
      pipelineRef:
        name: train
      workspaces:
        - name: data
          subPath: january
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: PipelineRun
    metadata:
      name: train
    spec:
      pipelineRef:
        name: train
      workspaces:
        - name: data
          persistentVolumeClaim:
            claimName: data
  `,
  *check(project) {
    for (const { document, kind, spec, at } of tektonObjects(project)) {
      if (!['TaskRun', 'PipelineRun', 'CustomRun'].includes(kind)) continue;
      for (const [i, binding] of ((spec.workspaces as readonly WorkspaceBinding[] | undefined) ?? []).entries()) {
        const path = [...at, 'workspaces', i];
        const [source, other] = sources.filter((each) => binding[each] !== undefined);
        if (source === undefined)
          yield { document, path, message: `the workspace '${binding.name}' is bound to no volume` };
        else if (other !== undefined)
          yield {
            document,
            path: [...path, other],
            message: `the workspace '${binding.name}' is bound to '${source}' and '${other}'`,
            fix: 'remove one of them',
          };
        else {
          const field = needed[source] ?? '';
          const given = (binding[source] as Readonly<Record<string, unknown>>)[field] as
            | string
            | readonly unknown[]
            | undefined;
          if (field !== '' && (given ?? '').length === 0)
            yield {
              document,
              path: [...path, source],
              message: `'${source}' of the workspace '${binding.name}' has no ${field}`,
              fix: `write '${field}'`,
            };
        }
      }
    }
  },
};
