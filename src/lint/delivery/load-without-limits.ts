import { yaml } from '../example';
import { containersIn } from '../pods/containers';
import type { Rule } from '../rule';

/** @internal */
export const loadWithoutLimits: Rule = {
  code: 'MLL4005',
  title: 'a load test without limits',
  severity: 'warning',
  why: 'These tools end well however slow or broken the answers were: nothing is tested.',
  fix: 'judge what was measured: read the report, compare it with limits and end with another exit code; k6 has thresholds',

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
            image: hey:0.1.4
            command: [hey, -z, 30s, 'http://web.default.svc/predict']
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
            command: [sh, -c, 'hey -o csv http://web.default.svc/predict | check-latency --p95 200ms']
  `,
  *check(project) {
    for (const { document, container, at } of containersIn(project)) {
      for (const field of ['command', 'args'] as const) {
        const words: readonly unknown[] = Array.isArray(container[field]) ? container[field] : [];
        const text = words.join(' ');
        const tool = tools.exec(text)?.[1];
        // What comes after it may judge.
        if (tool === undefined || /[|;&\n>]/.test(text.trim())) continue;
        yield { document, path: [...at, field], message: `'${tool}' ends with 0 whatever it measured` };
      }
    }
  },
};

const tools = /^(?:(?:\/\S*\/)?(?:ba)?sh -\w*c )?(?:\/\S*\/)?(hey|wrk2?|ab|siege|vegeta) (?:-|attack|https?:)/;
