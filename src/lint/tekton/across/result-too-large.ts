import { yaml } from '../../example';
import { excerpt, programsIn } from '../../programs/programs';
import type { Rule } from '../../rule';

/** @internal */
export const resultTooLarge: Rule = {
  code: 'MLL2510',
  title: 'a result that may be too large',
  severity: 'warning',
  why: 'All results of a step have 4 KB together, those of a Task 12 KB: with more of it the step fails, once the report has grown.',
  fix: 'write the file to a workspace or a bucket, and its address and digest to the result',

  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: look
    spec:
      results:
        - name: pods
      steps:
        - name: look
          image: kubectl:1.36.1
          script: |
            #!/bin/sh
            kubectl get pods -o json > "$(results.pods.path)"
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: look
    spec:
      results:
        - name: count
      steps:
        - name: look
          image: kubectl:1.36.1
          script: |
            #!/bin/sh
            kubectl get pods -o name | wc -l | tr -d '\\n' > "$(results.count.path)"
  `,
  *check(project) {
    for (const { document, text, path } of programsIn(project)) {
      if (!document.value.apiVersion.includes('tekton.dev/')) continue;
      const line = text.split('\n').find((each) => large.test(each) && intoResult.test(each) && !cut.test(each));
      if (line !== undefined) yield { document, path, message: `${excerpt(line)} writes all of it to a result` };
    }
  },
};

const intoResult =
  /(?:>|\btee\b|\s-o\s|--output[= ]|\bcp\b|\bmv\b)[^|]*\$\((?:step\.)?results(?:\.[\w-]+|\[[^\]]+\])\.path\)/;

/** Commands whose output grows with the cluster, the model or the test. */
const large =
  /\b(?:kubectl|oc) get\s+(?:[\w.]+\s+)?(?:-\S+\s+(?:\S+\s+)?)*-o[= ]?['"]?(?:json|yaml)\b(?!path)|\bbase64\b(?! -d)|\b(?:kubectl|oc|docker) logs\b|\b(?:cat|cp|mv)\s+["']?\S+\.(?:pkl|onnx|pt|h5|joblib|parquet|csv|html|xml|ipynb|log|tar|gz|zip)\b|\bpip (?:freeze|list)\b|\bgit (?:log|diff)\b(?! -1)/;

/** What comes after it makes it short. */
const cut = /\|\s*(?:head|tail|wc|jq|grep|awk|cut|sha\d+sum|md5sum|sed|python)/;
