import { yaml } from '../../example';
import { programsIn } from '../../programs/programs';
import type { Rule } from '../../rule';

/** @internal */
export const tektonTextIntoProgram: Rule = {
  code: 'MLL2508',
  title: 'a param that becomes program text',
  severity: 'error',
  why: 'Tekton replaces it before the shell reads it: who starts the run, or sends the event, writes the program. Even an honest value may break it.',
  fix: 'hand it on in env and read it there: env: [{ name: MODEL, value: $(params.model) }], then "$MODEL"',

  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      params:
        - name: model
      steps:
        - name: train
          image: trainer:1.4.2
          script: |
            #!/bin/sh
            train --model $(params.model)
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      params:
        - name: model
      steps:
        - name: train
          image: trainer:1.4.2
          env:
            - name: MODEL
              value: $(params.model)
          script: |
            #!/bin/sh
            train --model "$MODEL"
  `,
  *check(project) {
    for (const { document, text, path, isText } of programsIn(project)) {
      if (!isText || !/tekton\.dev\//.test(document.value.apiVersion)) continue;
      const values = [...new Set([...text.matchAll(outside)].map(([tag]) => tag))];
      const [first] = values;
      if (first === undefined) continue;
      const variable = (/[\w-]+(?=\W*$)/.exec(first)?.[0] ?? 'VALUE').replaceAll(/\W/g, '_').toUpperCase();
      yield {
        document,
        path,
        message: `the program has ${values.map((tag) => `'${tag}'`).join(', ')} in its text`,
        fix: `hand it on in env and read it there: env: [{ name: ${variable}, value: ${first} }], then "$${variable}"`,
      };
    }
  },
};

/** What Tekton itself makes up, such as paths, can not carry a quote. */
const outside =
  /\$\((?:params|tt\.params)[.[][^()\s]+\)|\$\(tasks\.[\w-]+\.results[.[][^()\s]+\)|\$\(steps\.[\w-]+\.results[.[][^()\s]+\)/g;
