import type { EventListenerSpec, InterceptorParams, TriggerInterceptor } from '../../schemas/triggers/types';
import type { YamlPath } from '../../yaml/read';
import { celProblem } from '../cel';
import { yaml } from '../example';
import { type Members, mapsIn } from '../members';
import type { Project } from '../project';
import type { Rule } from '../rule';
import { interceptorsIn, objectsOf, type PlacedInterceptor } from './triggers';

/** What an event is to an expression. */
const variables = ['body', 'header', 'extensions', 'requestURL'];

/** @internal */
export const unreadableCel: Rule = {
  code: 'MLL2514',
  title: 'an interceptor whose CEL is none',
  severity: 'error',
  why: 'Nobody reads it before an event comes: then it fails, nothing starts, and only the log of the EventListener says so.',
  fix: "write an expression of body, header, extensions and requestURL: body.ref == 'refs/heads/main'",
  bad: yaml`
    apiVersion: triggers.tekton.dev/v1beta1
    kind: Trigger
    metadata:
      name: push
    spec:
      interceptors:
        - ref:
            name: cel
          params:
            - name: filter
              value: body.ref = 'refs/heads/main'
      template:
        ref: train
  `,
  good: yaml`
    apiVersion: triggers.tekton.dev/v1beta1
    kind: Trigger
    metadata:
      name: push
    spec:
      interceptors:
        - ref:
            name: cel
          params:
            - name: filter
              value: body.ref == 'refs/heads/main'
      template:
        ref: train
  `,
  *check(project) {
    for (const { object, interceptor, at } of [...interceptorsIn(project), ...ofGroups(project)]) {
      if (interceptor.ref?.name !== 'cel') continue;
      const { cel } = interceptor as TriggerInterceptor & { readonly cel?: Members };
      for (const { text, path } of [
        ...expressionsIn(interceptor.params ?? [], [...at, 'params']),
        ...(cel === undefined ? [] : expressionsOf(cel, [...at, 'cel'])),
      ]) {
        const wrong = celProblem(text, variables);
        if (wrong !== undefined) yield { document: object.document, path, ...wrong };
      }
    }
  },
};

function ofGroups(project: Project): readonly PlacedInterceptor[] {
  return objectsOf(project, 'EventListener').flatMap((object) =>
    ((object.spec as EventListenerSpec).triggerGroups ?? []).flatMap(({ interceptors = [] }, group) =>
      interceptors.map((interceptor, i) => ({
        object,
        interceptor,
        at: [...object.at, 'triggerGroups', group, 'interceptors', i],
      })),
    ),
  );
}

interface Expression {
  readonly text: string;
  readonly path: YamlPath;
}

function* expressionsIn(params: readonly InterceptorParams[], at: YamlPath): Generator<Expression> {
  for (const [i, { name, value }] of params.entries())
    for (const { text, path } of expressionsOf({ [name]: value }, []))
      yield { text, path: [...at, i, 'value', ...path.slice(1)] };
}

/** As v1alpha1 writes them. */
function* expressionsOf({ filter, overlays }: Members, at: YamlPath): Generator<Expression> {
  if (typeof filter === 'string') yield { text: filter, path: [...at, 'filter'] };
  for (const [i, { expression }] of mapsIn(overlays))
    if (typeof expression === 'string') yield { text: expression, path: [...at, 'overlays', i, 'expression'] };
}
