import { suggest } from '../../../core/suggest';
import type { WhenExpression } from '../../../schemas/tekton/types';
import type { YamlPath } from '../../../yaml/read';
import { celProblem } from '../../cel';
import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Rule } from '../../rule';
import { pipelinesIn } from '../pipelines';
import { tasksIn } from '../tasks';

/** @internal */
export const when: Rule = {
  code: 'MLL1318',
  title: "a condition that is none: 'when' without an operator or values",
  severity: 'error',
  why: 'The webhook of Tekton refuses the object.',
  fix: "write 'input', 'operator' (in or notin) and 'values'",
  engine:
    /is not recognized\. valid operators|expecting non-empty values field|cel and input\+operator\+values|invalid cel expression|missing field\(s\): .*when/,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: train
    spec:
      params:
        - name: stage
      tasks:
        - name: train
          taskRef:
            name: train
          when:
            - input: $(params.stage)
              operator: equals
              values: [production]
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Pipeline
    metadata:
      name: train
    spec:
      params:
        - name: stage
      tasks:
        - name: train
          taskRef:
            name: train
          when:
            - input: $(params.stage)
              operator: in
              values: [production]
  `,
  *check(project) {
    const lists = [
      ...pipelinesIn(project).flatMap(({ object, tasks, finals }) =>
        [...tasks, ...finals].map(({ task, at }) => ({ object, given: task.when, at })),
      ),
      ...tasksIn(project).flatMap(({ object, steps }) =>
        steps.map(({ step, at }) => ({ object, given: step.when, at })),
      ),
    ];
    // Where it is off, nobody reads it.
    const readsCel = project.targets.tekton?.includes('enable-cel-in-whenexpression') ?? false;
    for (const { object, given = [], at } of lists)
      for (const [i, condition] of given.entries())
        for (const problem of problemsOf(condition, [...at, 'when', i], readsCel))
          yield { document: object.document, ...problem };
  },
};

function* problemsOf(
  { input = '', operator = '', values = [], cel = '' }: WhenExpression,
  path: YamlPath,
  readsCel: boolean,
): Generator<Omit<Problem, 'document'>> {
  if (cel !== '') {
    if (input !== '' || operator !== '' || values.length > 0)
      yield {
        path: [...path, 'cel'],
        message: "'cel' stands beside 'input', 'operator' or 'values'",
        fix: 'write them as two conditions',
      };
    const wrong = readsCel ? celProblem(cel, []) : undefined;
    if (wrong !== undefined)
      yield { path: [...path, 'cel'], fix: "write values in quotes: '$(params.stage)' == 'production'", ...wrong };
    return;
  }
  if (input === '' && operator === '' && values.length === 0) {
    yield { path, message: 'the condition is empty' };
    return;
  }
  if (operator !== 'in' && operator !== 'notin') {
    const meant = suggest(operator, ['in', 'notin']);
    const message = operator === '' ? 'the condition has no operator' : `there is no operator '${operator}'`;
    yield {
      path: operator === '' ? path : [...path, 'operator'],
      message,
      fix: meant === undefined ? 'write in or notin' : `did you mean '${meant}'?`,
    };
  }
  // Tekton looks at one after the other.
  else if (values.length === 0)
    yield { path, message: "the condition has no 'values' to compare with", fix: "write 'values' with at least one" };
}
