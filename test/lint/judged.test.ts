import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint/lint';
import { canJudge, judging } from '../conformance/judging';

const graph = (nodes: object, name = 'fraud') => ({
  apiVersion: 'serving.kserve.io/v1alpha1',
  kind: 'InferenceGraph',
  metadata: { name, namespace: 'ml' },
  spec: { nodes },
});
const splitter = (...weights: readonly (number | undefined)[]) => ({
  root: { routerType: 'Splitter', steps: weights.map((weight, i) => ({ serviceName: `fraud-${i}`, weight })) },
});
const sequence = (...steps: readonly object[]) => ({ root: { routerType: 'Sequence', steps } });

const model = (storageUri: string, name = 'fraud-7') => ({
  apiVersion: 'serving.kserve.io/v1alpha1',
  kind: 'TrainedModel',
  metadata: { name, namespace: 'ml' },
  spec: { inferenceService: 'fraud', model: { framework: 'sklearn', memory: '256Mi', storageUri } },
});

const stepWith = (results: readonly object[] | undefined) => ({
  apiVersion: 'tekton.dev/v1',
  kind: 'Task',
  metadata: { name: 'train', namespace: 'ml' },
  spec: { steps: [{ name: 'a', image: 'busybox:1.36.1', results, script: 'date > $(step.results.at.path)' }] },
});

const triggered = (interceptor: object, template: object = { ref: 'train' }, version = 'v1alpha1') => ({
  apiVersion: `triggers.tekton.dev/${version}`,
  kind: 'Trigger',
  metadata: { name: 'push', namespace: 'ml' },
  spec: { interceptors: [interceptor], bindings: [], template },
});
const asked = (target: object) => ({ webhook: { objectRef: { apiVersion: 'v1', kind: 'Service', ...target } } });
const listener = (spec: object, version = 'v1alpha1') => ({
  apiVersion: `triggers.tekton.dev/${version}`,
  kind: 'EventListener',
  metadata: { name: 'push', namespace: 'ml' },
  spec: { triggers: [{ name: 'push', template: { ref: 'train' } }], ...spec },
});
const port = { resources: { kubernetesResource: { servicePort: 80 } } };
const podOf = (spec: object) => ({ resources: { kubernetesResource: { spec: { template: { spec } } } } });

const runtimes = (namespace: string, ...specs: readonly object[]) =>
  specs.map((spec, i) => ({
    apiVersion: 'serving.kserve.io/v1alpha1',
    kind: 'ServingRuntime',
    metadata: { name: `runtime-${i}`, namespace },
    spec: { protocolVersions: ['v2'], containers: [{ name: 'kserve-container', image: 'acme/serve:1.2.3' }], ...spec },
  }));
const loads = (format: object) => ({
  supportedModelFormats: [{ name: 'acme', autoSelect: true, priority: 1, ...format }],
});

const accountOf = (more: object) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'ClusterRoleBinding',
  metadata: { name: 'trainer' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
  subjects: [{ kind: 'ServiceAccount', name: 'trainer', ...more }],
});

const workflow = (spec: object, metadata: object = {}) => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'WorkflowTemplate',
  metadata: { name: 'train', namespace: 'ml', ...metadata },
  spec: { entrypoint: 'main', ...spec },
});
const inImage = (image: string, parameter: object, more: object = {}) =>
  workflow({
    arguments: { parameters: [{ name: 'image', ...parameter }] },
    templates: [{ name: 'main', container: { image, command: ['ls'] } }],
    ...more,
  });
const given = '{{workflow.parameters.image}}';
const empty = { value: '' };
const imageOf = (image: string) => ({ templateDefaults: { container: { image } } });

const suspended = { templates: [{ name: 'main', suspend: {} }] };
const labelled = (labels: object) => workflow(suspended, { labels });
const pods = (metadata: object) => ({
  template: { metadata, spec: { containers: [{ name: 'web', image: 'busybox:1.36.1' }], restartPolicy: 'Never' } },
});
const inBatch = (kind: string, spec: object) => ({
  apiVersion: 'batch/v1',
  kind,
  metadata: { name: 'train', namespace: 'ml' },
  spec,
});

/** What the lint has to say of each, where anything; a list is several objects of a file. */
const table: readonly (readonly [what: string, manifest: object, says?: RegExp])[] = [
  [
    'runtimes of one priority',
    runtimes('p1', loads({}), loads({ name: 'Acme' })),
    /MLL1605 .*'runtime-0' has the same/,
  ],
  ['runtimes of two', runtimes('p2', loads({}), loads({ priority: 2 }))],
  ['one that is not chosen by itself', runtimes('p3', loads({}), loads({ autoSelect: false }))],
  ['one for another version', runtimes('p4', loads({}), loads({ version: '2' }))],
  ['one for another protocol', runtimes('p5', loads({}), { ...loads({}), protocolVersions: ['v1'] })],
  ['one that is off', runtimes('p6', loads({}), { ...loads({}), disabled: true })],
  ['one for many models', runtimes('p7', loads({}), { ...loads({}), multiModel: true })],
  ['an account with its namespace', accountOf({ namespace: 'ml' })],
  ['one without', accountOf({}), /MLL1111 .*'trainer' has no namespace/],
  ['a graph that splits its requests', graph(splitter(90, 10))],
  ['one whose weights add up to less', graph(splitter(90, 5)), /MLL1603 .*add up to 95/],
  ['one with a share and no weight', graph(splitter(100, undefined)), /MLL1603 .*no weight/],
  ['one whose weight is 0', graph(splitter(100, 0))],
  ['one without steps', graph({ root: { routerType: 'Splitter' } }), /MLL1603 .*add up to 0/],
  ['one that begins nowhere', graph({ first: { routerType: 'Sequence' } }), /MLL1603 .*no node 'root'/],
  ['one without nodes', graph({}), /MLL1603 .*no node 'root'/],
  ['one named by a number', graph(splitter(100), '1-fraud'), /MLL1603 .*'1-fraud' is no name/],
  ['a step to nothing', graph(sequence({ name: 'a' })), /MLL1603 .*no target/],
  ['a step to an empty name', graph(sequence({ serviceName: '' })), /MLL1603 .*no target/],
  ['a step to two', graph(sequence({ serviceName: 'a', serviceUrl: 'http://b' })), /MLL1603 .*serviceName, serviceUrl/],
  ['two steps of a name', graph(sequence({ name: 'a', serviceName: 'b' }, { name: 'a', serviceName: 'c' })), /MLL1603/],
  ['steps without names', graph(sequence({ serviceName: 'b' }, { serviceName: 'b' }))],
  ['a model that the agent fetches', model('s3://models/fraud/7')],
  ['a model in a claim', model('pvc://models/fraud/7'), /MLL1604 .*pvc:/],
  ['a model with a dot in its name', model('gs://models/fraud/7', 'fraud.7'), /MLL1604 .*'fraud.7' is no name/],
  ['a step that writes a result', stepWith([{ name: 'at' }])],
  ['one whose results are another', stepWith([{ name: 'on' }]), /MLL1314 .*step\.results\.at/],
  ['one whose results are an empty list', stepWith([]), /MLL1314 .*step\.results\.at/],
  ['one that says nothing of results', stepWith(undefined)],
  ['a trigger of v1alpha1 with an expression of its own', triggered({ cel: { filter: "body.ref == 'main'" } })],
  ['one with a secret of its own', triggered({ github: { secretRef: { secretName: 'a', secretKey: 'b' } } })],
  ['one with two of them', triggered({ github: {}, cel: { filter: 'true' } })],
  ['one with an empty interceptor', triggered({}), /MLL1405 .*interceptor is none/],
  ['one with a field that is none', triggered({ cel: { filters: 'true' } }), /MLL1101 'filters'/],
  ['one that asks a Service', triggered(asked({ name: 'judge' }))],
  ['one that asks none', triggered(asked({})), /MLL1405 .*asks nobody/],
  ['one of v1beta1 that asks none', triggered(asked({}), undefined, 'v1beta1')],
  [
    'an expression of its own in v1beta1',
    triggered({ ref: { name: 'cel' }, cel: {} }, undefined, 'v1beta1'),
    /MLL1101 'cel'/,
  ],
  ['a template of v1alpha1', triggered({ ref: { name: 'cel' } }, { ref: 'train', apiversion: 'v1alpha1' })],
  ['one of v1beta1', triggered({ ref: { name: 'cel' } }, { ref: 'train', apiversion: 'v1beta1' }), /MLL1402 .*v1beta1/],
  ['a port of a listener', listener(port, 'v1beta1')],
  ['one in v1alpha1', listener(port), /MLL1101 'servicePort'/],
  ['groups in v1alpha1', listener({ triggerGroups: [] }), /MLL1101 'triggerGroups'/],
  ['tolerations of a listener', listener(podOf({ tolerations: [] }))],
  ['an image that an empty parameter is', inImage(given, empty), /MLL2026 .*the parameter 'image' is empty/],
  ['one with blanks in its tag', inImage('{{ workflow.parameters.image }}', empty), /MLL2026/],
  ['one that an expression is', inImage('{{=workflow.parameters.image}}', empty), /MLL2026/],
  ['one that is empty twice', inImage(given + given, empty), /MLL2026/],
  ['one with a version behind', inImage(`${given}:1`, empty)],
  ['one that each run brings', inImage(given, {})],
  ['one that is empty unless a run brings it', inImage(given, { default: '' })],
  ['one that templateDefaults have too', inImage(given, empty, imageOf('busybox:1.36.1'))],
  ['a namespace of other characters', workflow(suspended, { namespace: 'defau;t' }), /MLL1109 'defau;t' is no name/],
  ['one in capitals', workflow(suspended, { namespace: 'ML' }), /MLL1109 'ML'/],
  ['one with a dot', workflow(suspended, { namespace: 'a.b' }), /MLL1109 'a\.b'/],
  ['one of 64 characters', workflow(suspended, { namespace: 'x'.repeat(64) }), /MLL1109/],
  ['one of 63', workflow(suspended, { namespace: 'x'.repeat(63) })],
  ['an empty one', workflow(suspended, { namespace: '' })],
  ['a label of two words', labelled({ model: 'a b' }), /MLL1109 'a b' is no value/],
  ['one that ends in a line', labelled({ model: 'a-' }), /MLL1109/],
  ['a label of 64 characters', labelled({ model: 'x'.repeat(64) }), /MLL1109/],
  ['one of a few more kinds of them', labelled({ 'example.com/Model_1': 'A.b_c-1', model: '' })],
  ['a key of two words', labelled({ 'a b': 'c' }), /MLL1109 'a b' is no key for a label/],
  ['a key of three parts', labelled({ 'a/b/c': 'c' }), /MLL1109/],
  ['an annotation with text', workflow(suspended, { annotations: { 'example.com/why': 'Anything, of course' } })],
  ['one whose key has a domain in capitals', workflow(suspended, { annotations: { 'Example.com/Why': '' } })],
  ['a label whose key has one', labelled({ 'Example.com/Model': 'a' }), /MLL1109/],
  [
    'an annotation whose key is text',
    workflow(suspended, { annotations: { 'why not': '' } }),
    /MLL1109 .*an annotation/,
  ],
  ['pods with a label of two words', inBatch('Job', pods({ labels: { model: 'a b' } })), /MLL1109/],
  [
    'pods of a schedule with such a label',
    inBatch('CronJob', { schedule: '0 2 * * *', jobTemplate: { spec: pods({ labels: { model: 'a b' } }) } }),
    /MLL1109/,
  ],
  ['its affinity in v1alpha1', listener(podOf({ affinity: { nodeAffinity: {} } })), /MLL1101 'affinity'/],
];

describe.skipIf(!canJudge)('the lint and the engines say the same of', () => {
  const textOf = (manifest: object) =>
    [manifest]
      .flat()
      .map((each) => JSON.stringify(each))
      .join('\n---\n');
  const said = judging(Object.fromEntries(table.map(([, manifest], i) => [`row-${i}`, textOf(manifest)])));

  it.each(table.map(([what, manifest, says], i) => ({ what, manifest, says, i })))('$what', ({ manifest, says, i }) => {
    const refusals = said(`row-${i}`).filter(
      ({ judge, verdict }) => verdict === 'rejected' && !judge.startsWith('Pod security'),
    );
    // Of two that do not go together the judge, which sees both there, refuses both; of one engine several versions are asked.
    const refused = new Set(refusals.map(({ judge, message }) => `${judge.replace(/ v\d.*$/, '')}: ${message}`));
    const most = Array.isArray(manifest) ? manifest.length : 1;
    expect([...refused]).toHaveLength(says === undefined ? 0 : most);
    const errors = lint([{ file: 'row.yaml', text: textOf(manifest) }]).filter(
      ({ code, severity }) => severity === 'error' && code < 'MLL21',
    );
    const told = errors.map(({ code, message }) => `${code} ${message}`);
    expect(told).toEqual(says === undefined ? [] : [expect.stringMatching(says)]);
  });
});
