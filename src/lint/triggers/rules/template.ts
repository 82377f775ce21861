import { suggest } from '../../../core/suggest';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { templatesIn } from '../triggers';

/** @internal */
export const template: Rule = {
  code: 'MLL1404',
  title: 'a TriggerTemplate that makes nothing, or reads a parameter that it does not declare',
  severity: 'error',
  why: 'The webhook of Tekton Triggers refuses the object.',
  fix: "declare the parameter in 'params'",
  engine: /resourcetemplates|undeclared param|missing field\(s\): spec\b/,
  bad: yaml`
    apiVersion: triggers.tekton.dev/v1beta1
    kind: TriggerTemplate
    metadata:
      name: train
    spec:
      params:
        - name: revision
      resourcetemplates:
        - apiVersion: tekton.dev/v1
          kind: PipelineRun
          metadata:
            generateName: train-
          spec:
            pipelineRef:
              name: train
            params:
              - name: revision
                value: $(tt.params.revison)
  `,
  good: yaml`
    apiVersion: triggers.tekton.dev/v1beta1
    kind: TriggerTemplate
    metadata:
      name: train
    spec:
      params:
        - name: revision
      resourcetemplates:
        - apiVersion: tekton.dev/v1
          kind: PipelineRun
          metadata:
            generateName: train-
          spec:
            pipelineRef:
              name: train
            params:
              - name: revision
                value: $(tt.params.revision)
  `,
  *check(project) {
    for (const { object, spec, at } of templatesIn(project)) {
      const { document } = object;
      const { params = [], resourcetemplates: made = [] } = spec;
      const names = params.map(({ name }) => name);
      if (made.length === 0)
        yield { document, path: at, message: 'the template makes nothing', fix: "write 'resourcetemplates'" };
      for (const [i, each] of made.entries()) {
        const path = [...at, 'resourcetemplates', i];
        for (const field of ['apiVersion', 'kind'] as const)
          if ((each[field] ?? '') === '')
            yield { document, path, message: `the resource has no ${field}`, fix: `write '${field}'` };
        const read = [...JSON.stringify(each).matchAll(/\$\(tt.params.([_a-zA-Z][_a-zA-Z0-9.-]*)\)/g)];
        for (const name of new Set(read.map(([, name = '']) => name))) {
          if (names.includes(name)) continue;
          const meant = suggest(name, names);
          const fix = meant === undefined ? `write '- name: ${name}' in 'params'` : `did you mean '${meant}'?`;
          yield { document, path, message: `the template declares no parameter '${name}'`, fix };
        }
      }
    }
  },
};
