import { textsIn } from '../argo/scope/tags';
import { templatesIn } from '../argo/templates';
import { yaml } from '../example';
import { excerpt, programsIn } from '../programs/programs';
import type { Rule } from '../rule';

/** @internal */
export const versionMinusOne: Rule = {
  code: 'MLL4056',
  title: 'a version to go back to that is the number before',
  severity: 'warning',
  why: 'Nobody knows whether that one ever passed: of two bad versions that follow each other the second goes back to the first.',
  fix: 'write down the version that passed last (an alias of the registry, a ConfigMap), before another is deployed, and go back to that one',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: revert
    spec:
      entrypoint: main
      templates:
        - name: main
          script:
            image: argocd-tools:3.1.4
            command: [sh]
            source: |
              PREVIOUS=$((MODEL_VERSION - 1))
              set-image "staging-1.0.$PREVIOUS"
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: revert
    spec:
      entrypoint: main
      templates:
        - name: main
          script:
            image: argocd-tools:3.1.4
            command: [sh]
            source: |
              GOOD=$(last-good-version)
              set-image "staging-1.0.$GOOD"
  `,
  *check(project) {
    for (const { document, text, path } of programsIn(project)) {
      const line = text.split('\n').find((each) => inProgram.some((pattern) => pattern.test(each)));
      if (line !== undefined)
        yield { document, path, message: `${excerpt(line)} takes the number before for the good version` };
    }
    for (const { object, calls } of templatesIn(project)) {
      for (const { step, at } of calls) {
        for (const { text, path } of textsIn(step.arguments, [...at, 'arguments'])) {
          if (inTag.test(text))
            yield {
              document: object.document,
              path,
              message: `${excerpt(text)} takes the number before for the good version`,
            };
        }
      }
    }
  },
};

const version = '\\w*(?:version|build_?num|build_?id|revision)\\w*';

const inProgram = [
  new RegExp(`\\$\\(\\(\\s*\\$?\\{?${version}\\}?\\s*-\\s*1\\s*\\)\\)`, 'i'),
  new RegExp(`\\bexpr\\s+"?\\$\\{?${version}\\}?"?\\s+-\\s+1\\b`, 'i'),
  new RegExp(`\\blet\\s+["']?\\w+\\s*=\\s*${version}\\s*-\\s*1\\b`, 'i'),
  /\bint\([^()\n]*(?:\([^()\n]*\))?[^()\n]*(?:version|revision|build)[^()\n]*\)\s*-\s*1\b(?!\s*\])/i,
  new RegExp(`\\b(?:prev\\w*|last_good|rollback\\w*|baseline)\\s*=\\s*[^\\n=]*\\b${version}\\s*-\\s*1\\b`, 'i'),
  new RegExp(`\\b(?:seq|bc)\\b[^\\n]*\\$\\{?${version}\\}?\\s*-\\s*1\\b`, 'i'),
  /\$\(\(\s*\$\(params\.[\w-]*version\)\s*-\s*1\s*\)\)/i,
  new RegExp(`echo\\s+"?\\$\\{?${version}\\}?\\s*-\\s*1"?\\s*\\|\\s*bc`, 'i'),
];

const inTag = /\{\{=[^}]*(?:asInt|int|sprig\.int)\([^)]*version[^)]*\)\s*-\s*1\b/i;
