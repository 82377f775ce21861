import type { EnvVar, EventListenerSpec } from '../../../schemas/triggers/types';
import { isMap } from '../../../yaml/is-map';
import type { YamlPath } from '../../../yaml/read';
import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Rule } from '../../rule';
import type { TektonObject } from '../../tekton/objects';
import { objectsOf } from '../triggers';

/** @internal */
export const listener: Rule = {
  code: 'MLL1401',
  title: 'an EventListener that listens for nothing, or asks for pods that it does not get',
  severity: 'error',
  why: 'The webhook of Tekton Triggers refuses the object.',
  fix: 'correct the EventListener',
  engine:
    /got neither: .*(?:spec\.labelSelector|triggerSelector)|spec\.resources\.kubernetesResource|spec\.resources\.customResource|got both: .*containers|TLS_CERT and TLS_KEY|LoadBalancerClass|missing field\(s\): .*interceptors$|payload-validation|must not set the field/,
  bad: yaml`
    apiVersion: triggers.tekton.dev/v1beta1
    kind: EventListener
    metadata:
      name: pushes
    spec:
      serviceAccountName: listener
  `,
  good: yaml`
    apiVersion: triggers.tekton.dev/v1beta1
    kind: EventListener
    metadata:
      name: pushes
    spec:
      serviceAccountName: listener
      triggers:
        - triggerRef: push
  `,
  *check(project) {
    for (const object of objectsOf(project, 'EventListener'))
      for (const problem of problemsOf(object)) yield { document: object.document, ...problem };
  },
};

type Said = Omit<Problem, 'document'>;

function* problemsOf({ spec, at, base, metadata }: TektonObject): Generator<Said> {
  const {
    labelSelector,
    namespaceSelector,
    triggerGroups = [],
    triggers = [],
    resources = {},
  } = spec as EventListenerSpec;
  const annotation = 'tekton.dev/payload-validation';
  const said = isMap(metadata.annotations) ? metadata.annotations[annotation] : undefined;
  if (said !== undefined && said !== 'true' && said !== 'false')
    yield {
      path: [...base, 'metadata', 'annotations', annotation],
      message: `'${annotation}' is '${said}'`,
      fix: "write 'true' or 'false'",
    };
  const names = namespaceSelector?.matchNames ?? [];
  if (labelSelector === undefined && names.length + triggerGroups.length + triggers.length === 0)
    yield { path: at, message: 'the EventListener has no trigger', fix: "write 'triggers', or a selector of them" };
  for (const [i, { triggerSelector = {}, interceptors = [] }] of triggerGroups.entries()) {
    const path = [...at, 'triggerGroups', i];
    const { labelSelector: labels, namespaceSelector: namespaces } = triggerSelector;
    if (labels === undefined && (namespaces?.matchNames ?? []).length === 0)
      yield {
        path,
        message: 'the group selects no triggers',
        fix: "write 'labelSelector' or 'namespaceSelector' in 'triggerSelector'",
      };
    if (interceptors.length === 0) yield { path, message: 'the group has no interceptor', fix: "write 'interceptors'" };
  }
  const { kubernetesResource: own, customResource: custom } = resources;
  const path = [...at, 'resources', 'kubernetesResource'];
  if (own !== undefined && custom !== undefined) {
    yield {
      path: [...at, 'resources', 'customResource'],
      message: "'kubernetesResource' and 'customResource' stand side by side",
      fix: 'remove one of them',
    };
    return;
  }
  if (own === undefined) return;
  if ((own.replicas ?? 1) < 0)
    yield {
      path: [...path, 'replicas'],
      message: `'replicas' is ${own.replicas}, less than none`,
      fix: 'write 1 or more',
    };
  if (own.serviceLoadBalancerClass !== undefined && own.serviceType !== 'LoadBalancer')
    yield {
      path: [...path, 'serviceLoadBalancerClass'],
      message: `a service of type '${own.serviceType ?? 'ClusterIP'}' has no load balancer`,
      fix: "write 'serviceType: LoadBalancer', or remove the class",
    };
  const containers = own.spec?.template?.spec?.containers ?? [];
  const place = [...path, 'spec', 'template', 'spec', 'containers'];
  if (containers.length > 1)
    yield { path: place, message: 'an EventListener has one container', fix: 'remove the others' };
  else yield* variables(containers[0]?.env ?? [], [...place, 0, 'env']);
}

function* variables(env: readonly EnvVar[], at: YamlPath): Generator<Said> {
  for (const [i, { name, value, valueFrom }] of env.entries()) {
    const isOther = Object.keys(valueFrom ?? {}).some((source) => source !== 'secretKeyRef');
    if ((value ?? '') !== '' || isOther)
      yield {
        path: [...at, i],
        message: `'${name}' is not read from a secret`,
        fix: "write 'valueFrom' with a 'secretKeyRef'",
      };
  }
  const reserved = env.filter(({ name }) => name === 'TLS_CERT' || name === 'TLS_KEY');
  if (reserved.length === 1)
    yield { path: at, message: `'${reserved[0]?.name}' stands alone`, fix: 'write TLS_CERT and TLS_KEY' };
}
