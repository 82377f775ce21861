import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { objectsAmong, scopesIn } from '../scopes';
import { referencesIn, withoutStar } from '../substitution';
import { namesOfType } from '../values';

/** @internal */
export const parameterMisuse: Rule = {
  code: 'MLL1313',
  title: 'a list or an object where a text goes',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object.',
  fix: 'read one item of a list, or one key of an object',
  engine: /variable type invalid in|variable is not properly isolated in/,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: train
    spec:
      params:
        - name: files
          type: array
      tasks:
        - name: train
          taskRef:
            name: train
          params:
            - name: text
              value: 'files: $(params.files[*])'
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: train
    spec:
      params:
        - name: files
          type: array
      tasks:
        - name: train
          taskRef:
            name: train
          params:
            - name: files
              value: ['$(params.files[*])']
  `,
  *check(project) {
    for (const { object, params, isOpen, reads } of scopesIn(project)) {
      const { document } = object;
      const lists = namesOfType(params, 'array');
      const objects = isOpen ? [] : objectsAmong(params).map(({ name }) => name);
      if (lists.length === 0 && objects.length === 0) continue;
      for (const { text, at: path, takesList } of reads) {
        const { names, whole, first } = referencesIn(text, 'params');
        for (const name of names.map(withoutStar)) {
          if (!lists.includes(name)) continue;
          if (!takesList)
            yield {
              document,
              path,
              message: `'${name}' is a list, and here goes a text`,
              fix: `read one item: $(params.${name}[0])`,
            };
          else if (text.length !== first.length)
            yield {
              document,
              path,
              message: `the list '${name}' stands beside other text`,
              fix: `let $(params.${name}[*]) stand alone, or read one item: $(params.${name}[0])`,
            };
        }
        const isPassedOn = takesList && /^\$\(params.*\[\*\]['"]?\]?\)$/.test(text) && path.at(-1) === 'value';
        for (const name of whole.map(withoutStar)) {
          if (objects.includes(name) && !isPassedOn)
            yield {
              document,
              path,
              message: `'${name}' is an object, and here goes a text`,
              fix: `read one of its keys: $(params.${name}.key)`,
            };
        }
      }
    }
  },
};
