import { suggest } from '../../../core/suggest';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { objectsAmong, scopesIn } from '../scopes';
import { referencesIn, withoutIndex } from '../substitution';

/** @internal */
export const unknownParameter: Rule = {
  code: 'MLL1312',
  title: 'a parameter that is read and that there is not',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object.',
  fix: "declare it in 'params'",
  engine: /non-existent variable|Only two dot-separated components after the prefix "params/,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: train
    spec:
      params:
        - name: revision
      tasks:
        - name: train
          taskRef:
            name: train
          params:
            - name: revision
              value: $(params.revison)
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: train
    spec:
      params:
        - name: revision
      tasks:
        - name: train
          taskRef:
            name: train
          params:
            - name: revision
              value: $(params.revision)
  `,
  *check(project) {
    for (const { object, params, isOpen, reads } of scopesIn(project)) {
      if (isOpen) continue;
      const { document } = object;
      const names = params.map(({ name }) => name);
      const objects = objectsAmong(params);
      for (const { text, at: path } of reads) {
        const found = referencesIn(text, 'params');
        if (found.isTooDeep) {
          const message = `'${found.first}' has more than two parts after 'params'`;
          yield {
            document,
            path,
            message,
            fix: "write $(params.name), $(params.name.key), or $(params['name.with.dots'])",
          };
          continue;
        }
        for (const name of found.names.map(withoutIndex))
          if (!names.includes(name)) yield { document, path, ...told(name, names) };
        for (const each of objects) {
          for (const key of referencesIn(text, `params\\.${each.name}`).names.map(withoutIndex))
            if (!each.keys.includes(key)) yield { document, path, ...keyTold(key, each.name, each.keys) };
        }
      }
    }
  },
};

function told(name: string, names: readonly string[]): { readonly message: string; readonly fix: string } {
  const meant = suggest(name, names);
  return {
    message: `there is no parameter '${name}' here`,
    fix:
      meant === undefined
        ? `write '- name: ${name}' in 'params', or correct the reference`
        : `did you mean '${meant}'?`,
  };
}

function keyTold(
  key: string,
  name: string,
  keys: readonly string[],
): { readonly message: string; readonly fix: string } {
  const meant = suggest(key, keys);
  return {
    message: `the parameter '${name}' has no key '${key}'`,
    fix: meant === undefined ? `write '${key}' in 'properties' of '${name}'` : `did you mean '${meant}'?`,
  };
}
