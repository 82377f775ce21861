import { yaml } from '../example';
import { excerpt, programsIn } from '../programs/programs';
import type { Rule } from '../rule';

/** @internal */
export const versionBySubstring: Rule = {
  code: 'MLL4055',
  title: 'a version that is looked for inside a text',
  severity: 'warning',
  why: 'Who waits for 1.0.1 is content with 1.0.12, and a dot matches any character: the test may be of another version.',
  fix: 'read the version out of the answer and compare all of it: [ "$(curl -fsS "$URL/version" | jq -r .version)" = "$VERSION" ]',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: wait
    spec:
      entrypoint: main
      templates:
        - name: main
          script:
            image: curl:8.16.0
            command: [sh]
            source: |
              for i in $(seq 1 12); do
                curl -fsS "$URL/version" | grep -q "$VERSION" && exit 0
                sleep 5
              done
              exit 1
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: wait
    spec:
      entrypoint: main
      templates:
        - name: main
          script:
            image: curl:8.16.0
            command: [sh]
            source: |
              for i in $(seq 1 12); do
                [ "$(curl -fsS "$URL/version" | jq -r .version)" = "$VERSION" ] && exit 0
                sleep 5
              done
              exit 1
  `,
  *check(project) {
    for (const { document, text, path, language } of programsIn(project)) {
      const pattern = language === 'python' ? inPython : inShell;
      const line = text.split('\n').find((each) => pattern.test(each) && !isWhole.test(each));
      if (line !== undefined)
        yield { document, path, message: `${excerpt(line)} is content with a longer version that has this one in it` };
    }
  },
};

/** Names of values that say which version something is. */
const version = '\\w*(?:version|image_tag|expected_tag|commit|revision|model_v)\\w*';
const shellValue = `(?:\\$\\{?${version}\\}?|\\$\\(params\\.[\\w-]*(?:version|tag|revision)[\\w-]*\\)|\\{\\{[^}]*(?:version|tag|revision)[^}]*\\}\\})`;

const inShell = new RegExp(
  `\\bgrep\\b[^|;&\\n]*["'\\s.]${shellValue}|\\[\\[[^\\]]*==\\s*\\*["']?${shellValue}["']?\\*|\\[\\[[^\\]]*=~\\s*["']?${shellValue}`,
  'i',
);
/** grep that takes all of a line. */
const isWhole = /\bgrep\s+(?:-\S+\s+)*(?:-\w*[xw]|--line-regexp|--word-regexp)|\bgrep\b[^|\n]*["']\^/;

const inPython = new RegExp(
  `\\b(?:if|assert|while|return|any\\()\\b[^\\n]*\\b(?:f["'][^"']*\\{)?${version}\\}?["']?\\s+(?:not\\s+)?in\\s+(?:r|\\w*(?:resp|response|body|text|answer|output|stdout|content)\\w*)(?:\\.(?:text|content|stdout|body))?\\b(?!\\s*\\[|\\w*versions)|re\\.search\\(\\s*${version}\\s*,`,
  'i',
);
