import { yaml } from '../example';
import { excerpt, lineWith, programsIn } from '../programs/programs';
import type { Rule } from '../rule';

/** @internal */
export const missingCountsAsGood: Rule = {
  code: 'MLL4052',
  title: 'a measurement that counts as good when it is missing',
  severity: 'warning',
  why: 'If the tool is not there, prints something else or dies, the number is 0 and the word is pass: the gate is open.',
  fix: 'end with another exit code, or with the word error, when there is no number: P95=$(read-report) || exit 1',

  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: load
    spec:
      results:
        - name: verdict
      steps:
        - name: judge
          image: load-tools:2.1.0
          script: |
            #!/bin/sh
            P95=$(read-report /out/report.csv || echo 0)
            if [ "$P95" -lt 2000 ]; then
              printf pass > "$(results.verdict.path)"
            else
              printf fail > "$(results.verdict.path)"
            fi
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: load
    spec:
      results:
        - name: verdict
      steps:
        - name: judge
          image: load-tools:2.1.0
          script: |
            #!/bin/sh
            P95=$(read-report /out/report.csv) || exit 1
            if [ "$P95" -lt 2000 ]; then
              printf pass > "$(results.verdict.path)"
            else
              printf fail > "$(results.verdict.path)"
            fi
  `,
  *check(project) {
    for (const { document, text, path, language } of programsIn(project)) {
      for (const { of, pattern, why } of patterns) {
        if (of !== language) continue;
        const line = of === 'python' ? pattern.exec(text)?.[0] : lineWith(text, pattern);
        if (line !== undefined) yield { document, path, message: `${excerpt(line)} ${why}` };
      }
    }
  },
};

const measured = '\\w*(?:p9\\d|p50|latenc|duration|error|fail|drift|loss|rmse|mae|restart|oom)\\w*';
const good = '(?:pass|passed|ok|success|succeeded|healthy|approved|true)';

const patterns = [
  {
    of: 'shell',
    pattern: new RegExp(`\\$\\{${measured}:-0(?:\\.0+)?\\}["']?\\s*(?:-lt|-le|-eq|<)`, 'i'),
    why: 'takes 0 for a number that is missing, and 0 is good',
  },
  {
    of: 'shell',
    pattern: new RegExp(`\\b${measured}=["']?\\$\\([^\\n]*\\|\\|\\s*echo\\s+["']?0(?:\\.0+)?["']?\\)`, 'i'),
    why: 'makes 0 of a number that could not be read, and 0 is good',
  },
  {
    of: 'shell',
    pattern: new RegExp(
      `(?:\\$\\{\\w*(?:verdict|result|status|decision|outcome)\\w*:-${good}\\}|\\|\\|\\s*(?:echo|printf)\\s+(?:-n\\s+)?["']?${good}["']?(?=[\\s)]|$))`,
      'im',
    ),
    why: 'says that all is well where nothing was judged',
  },
  {
    of: 'python',
    pattern: new RegExp(`\\.get\\(\\s*["']${measured}["']\\s*,\\s*0(?:\\.0+)?\\s*\\)[^\\n]*<`, 'i'),
    why: 'takes 0 for a number that is missing, and 0 is good',
  },
  {
    of: 'python',
    pattern: new RegExp(
      `except[^\\n]*:\\s*\\n?[^\\n]*(?:\\b\\w*(?:verdict|result|status|passed|decision|ok)\\w*\\s*=\\s*["']?${good}["']?|(?:write|print)\\w*\\(\\s*["']${good}["'])[^\\n]*`,
      'i',
    ),
    why: 'says that all is well where judging failed',
  },
] as const;
