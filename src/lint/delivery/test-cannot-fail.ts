import { yaml } from '../example';
import { programsIn } from '../programs/programs';
import type { Rule } from '../rule';

/** @internal */
export const testCannotFail: Rule = {
  code: 'MLL4002',
  title: 'a test that can not fail',
  severity: 'warning',
  why: 'What follows it is promoted whatever the test saw.',
  fix: 'let the exit code of the test through',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          container:
            image: busybox:1.36.1
            command: [sh, -c, 'pytest tests/ || true']
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          container:
            image: busybox:1.36.1
            command: [sh, -c, 'pytest tests/']
  `,
  *check(project) {
    for (const { document, text, path, isText } of programsIn(project)) {
      if (!isText) continue;
      const [, tool, how] =
        text
          .split('\n')
          .map((line) => swallowed.exec(line))
          .find((match) => match !== null) ?? [];
      if (tool !== undefined)
        yield { document, path, message: `runs ${tool} and ends well whatever it says (${how?.trim()})` };
    }
  },
};

/** A tool that tests, and what makes every exit code 0. */
const swallowed =
  /(?:^|[\s;&|(])(pytest|k6|locust|newman|curl|hey|wrk|vegeta|npm (?:run )?test|go test)\b.*?(\|\|\s*(?:true|:|exit 0|echo\b.*)|;\s*(?:true|exit 0)\s*$)/;
