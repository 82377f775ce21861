import type { StepActionSpec } from '../../../schemas/tekton/types';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { tektonObjects } from '../objects';
import { referencesIn } from '../substitution';

/** @internal */
export const stepAction: Rule = {
  code: 'MLL1325',
  title: 'a StepAction that puts a parameter into its script, or mounts a volume of a name of its own',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object: the text would be run, and the Task names the volumes.',
  fix: "pass the parameter by 'env'",
  engine: /param substitution in scripts is not allowed|expect the Name to be a single param reference/,
  bad: yaml`
    apiVersion: tekton.dev/v1beta1
    kind: StepAction
    metadata:
      name: greet
    spec:
      params:
        - name: who
      image: busybox:1.36.1
      script: echo $(params.who)
  `,
  good: yaml`
    apiVersion: tekton.dev/v1beta1
    kind: StepAction
    metadata:
      name: greet
    spec:
      params:
        - name: who
      image: busybox:1.36.1
      env:
        - name: WHO
          value: $(params.who)
      script: echo "$WHO"
  `,
  *check(project) {
    for (const { document, kind, spec, at } of tektonObjects(project)) {
      if (kind !== 'StepAction') continue;
      const { script = '', volumeMounts = [] } = spec as StepActionSpec;
      const { first } = referencesIn(script, 'params');
      if (first !== '') yield { document, path: [...at, 'script'], message: `'${first}' stands in the script` };
      for (const [i, { name = '' }] of volumeMounts.entries()) {
        if (name !== '' && referencesIn(name, 'params').first === name) continue;
        const message = `'${name}' is a volume that a StepAction can not know`;
        yield {
          document,
          path: [...at, 'volumeMounts', i, 'name'],
          message,
          fix: 'let a parameter name it: $(params.volume)',
        };
      }
    }
  },
};
