import type { ClusterInterceptorSpec } from '../../../schemas/triggers/types';
import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Rule } from '../../rule';
import { interceptorsIn, objectsOf, type PlacedInterceptor } from '../triggers';

/** @internal */
export const interceptor: Rule = {
  code: 'MLL1405',
  title: 'an interceptor that is none, or that is asked in a way that it is not',
  severity: 'error',
  why: 'The webhook of Tekton Triggers refuses the object.',
  fix: "write 'ref' with the name of an interceptor: cel, github, gitlab, bitbucket, slack",
  engine: /interceptor|clientConfig/,
  bad: yaml`
    apiVersion: triggers.tekton.dev/v1beta1
    kind: Trigger
    metadata:
      name: push
    spec:
      interceptors:
        - params:
            - name: filter
              value: body.ref == 'refs/heads/main'
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
    for (const placed of interceptorsIn(project))
      for (const problem of problemsOf(placed)) yield { document: placed.object.document, ...problem };
    for (const { document, spec, at } of objectsOf(project, 'Interceptor', 'ClusterInterceptor')) {
      const { url, service } = (spec as unknown as ClusterInterceptorSpec).clientConfig ?? {};
      const path = [...at, 'clientConfig'];
      if (url !== undefined && service !== undefined)
        yield {
          document,
          path: [...path, 'url'],
          message: "'url' and 'service' stand side by side",
          fix: 'remove one of them',
        };
      for (const field of ['name', 'namespace'] as const)
        if (service !== undefined && (service[field] ?? '') === '')
          yield {
            document,
            path: [...path, 'service'],
            message: `the service has no ${field}`,
            fix: `write '${field}'`,
          };
    }
  },
};

function* problemsOf({ object, interceptor: given, at }: PlacedInterceptor): Generator<Omit<Problem, 'document'>> {
  const { webhook, ref } = given;
  if (webhook === undefined) {
    if ((ref?.name ?? '') === '') yield { path: at, message: 'the interceptor is none' };
    return;
  }
  const path = [...at, 'webhook'];
  const target = webhook.objectRef;
  const isNamed = object.version !== 'v1alpha1' || (target?.name ?? '') !== '';
  if (target === undefined || !isNamed)
    yield { path, message: 'the webhook asks nobody', fix: "write 'objectRef' with the name of a Service" };
  else {
    if (target.kind !== 'Service')
      yield {
        path: [...path, 'objectRef'],
        message: `the webhook asks '${target.kind ?? ''}', and can only ask a Service`,
        fix: "write 'kind: Service'",
      };
    if (target.apiVersion !== 'v1')
      yield {
        path: [...path, 'objectRef'],
        message: `'${target.apiVersion ?? ''}' is no version of a Service`,
        fix: "write 'apiVersion: v1'",
      };
  }
  for (const [i, { name = '', value }] of (webhook.header ?? []).entries()) {
    const place = [...path, 'header', i];
    if (name === '' || canonical(name) !== name)
      yield {
        path: [...place, 'name'],
        message: `'${name}' is no header as Tekton writes it`,
        fix: name === '' ? "write 'name'" : `write '${canonical(name)}'`,
      };
    const isEmpty = value === undefined || (value as string | readonly string[]).length === 0;
    if (isEmpty || (typeof value === 'object' && !Array.isArray(value)))
      yield { path: place, message: `the header '${name}' has no value`, fix: "write 'value'" };
  }
}

/** As HTTP writes headers: each word with a capital; what is no header stays as it is. */
function canonical(name: string): string {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) return name;
  return name.toLowerCase().replaceAll(/(?<=^|-)[a-z]/g, (letter) => letter.toUpperCase());
}
