import { describe, expect, it } from 'vitest';
import type { Template } from '../../src/schemas/argo/types';
import {
  cannotPull,
  fails,
  hangs,
  neverScheduled,
  resumed,
  simulate,
  succeeds,
  waits,
  writesNothing,
} from '../../src/simulate/index';
import { dag, file, given, leaf, nodeOf, played, shapes, steps } from './play';

const v = leaf('leaf', { outputs: file('v') });
const tell = leaf('tell', { inputs: { parameters: [{ name: 'x', default: 'nothing' }] } });

describe('suspend', () => {
  const approve = (parameter: object = {}, duration?: string): Template => ({
    name: 'approve',
    suspend: duration === undefined ? {} : { duration },
    outputs: { parameters: [{ name: 'decision', valueFrom: { supplied: {}, ...parameter } }] },
  });
  const around = (template: Template, scenario: Parameters<typeof played>[0]['scenario'], more = {}) =>
    played({
      templates: [
        steps('main', [
          [{ name: 'approve', template: 'approve' }],
          [{ name: 'b', template: 'tell', arguments: given('x', '{{steps.approve.outputs.parameters.decision}}') }],
        ]),
        template,
        tell,
      ],
      scenario: scenario ?? {},
      ...more,
    });

  it('is a Suspend node that runs until somebody resumes it', () => {
    const one = around(approve(), { approve: resumed({ decision: 'yes' }, '2h') });
    const node = nodeOf(one, 'approve');
    expect([node.type, node.phase, node.outputs, (node.finishedAt?.getTime() ?? 0) - node.startedAt.getTime()]).toEqual(
      ['Suspend', 'Succeeded', { decision: 'yes' }, 7_200_000],
    );
    expect(nodeOf(one, 'b').inputs.x).toBe('yes');
  });

  it('resumes by itself after its duration, with the default', () => {
    const node = nodeOf(around(approve({ default: 'expired' }, '20h'), {}), 'approve');
    expect([node.phase, node.outputs, (node.finishedAt?.getTime() ?? 0) - node.startedAt.getTime()]).toEqual([
      'Succeeded',
      { decision: 'expired' },
      72_000_000,
    ]);
  });

  it('is an error after its duration without a value or default', () => {
    const one = around(approve({}, '1m'), {});
    expect(nodeOf(one, 'approve').message).toBe(
      "raw output parameter 'decision' has not been set and does not have a default value",
    );
    expect([nodeOf(one, 'approve').phase, one.phase]).toEqual(['Error', 'Failed']);
  });

  it('may have the default of an input of that name', () => {
    const template = { ...approve({}, '1m'), inputs: { parameters: [{ name: 'decision', default: 'of the input' }] } };
    expect(nodeOf(around(template, {}), 'approve').outputs).toEqual({ decision: 'of the input' });
  });

  it('that nobody resumes is stuck', () => {
    expect(around(approve(), { approve: waits }).stuck).toEqual([
      { node: 'wf[0].approve', why: 'resume', what: 'nobody resumes it' },
    ]);
  });

  it('that somebody stops is Failed', () => {
    expect(
      nodeOf(around(approve({ default: 'no' }), { approve: { ...resumed(), exitCode: 1 } }), 'approve').phase,
    ).toBe('Failed');
  });
});

describe('deadlines', () => {
  it.each([
    ['what is Pending', 'Step exceeded its deadline', neverScheduled],
    ['pods that run, by the kubelet', 'Pod was active on the node longer than the specified deadline', hangs],
  ])('activeDeadlineSeconds of the workflow fails %s: %s', (_, message, outcome) => {
    const one = played({
      templates: [steps('main', [[{ name: 'a', template: 'leaf' }]]), v],
      scenario: { a: outcome },
      spec: { activeDeadlineSeconds: 60 },
    });
    expect([nodeOf(one, 'a').phase, nodeOf(one, 'a').message, one.phase]).toEqual(['Failed', message, 'Failed']);
  });

  it('and what is suspended', () => {
    const one = played({
      templates: [steps('main', [[{ name: 'a', template: 's' }]]), { name: 's', suspend: {} }],
      scenario: { a: waits },
      spec: { activeDeadlineSeconds: 60 },
    });
    expect([nodeOf(one, 'a').message, one.phase]).toEqual(['Step exceeded its deadline', 'Failed']);
  });

  it('and spares exit handlers', () => {
    const one = played({
      templates: [steps('main', [[{ name: 'a', template: 'leaf' }]]), v, tell],
      scenario: { a: hangs, tell: succeeds({}, { takes: '1h' }) },
      spec: { activeDeadlineSeconds: 60, onExit: 'tell' },
    });
    expect([nodeOf(one, '.onExit').phase, one.phase]).toEqual(['Succeeded', 'Failed']);
  });

  it('activeDeadlineSeconds of a template ends its pod', () => {
    const one = played({ templates: [leaf('main', { activeDeadlineSeconds: '30' })], scenario: { main: hangs } });
    expect([one.phase, one.message]).toEqual([
      'Failed',
      'Pod was active on the node longer than the specified deadline',
    ]);
  });

  it("timeout of a leaf ends its pod, and fails it with 'timeout' while it is Pending", () => {
    expect(played({ templates: [leaf('main', { timeout: '30s' })], scenario: { main: hangs } }).message).toBe(
      'Pod was active on the node longer than the specified deadline',
    );
    const pending = played({
      templates: [steps('main', [[{ name: 'a', template: 'late' }]]), leaf('late', { timeout: '30s' })],
      scenario: { a: cannotPull },
    });
    expect([nodeOf(pending, 'a').message, pending.phase]).toEqual(['timeout', 'Failed']);
  });

  it('a pod that never starts, without a deadline, is stuck', () => {
    const one = played({ templates: [leaf('main')], scenario: { main: cannotPull } });
    expect(one.stuck).toEqual([{ node: 'wf', why: 'pod', what: 'ImagePullBackOff: Back-off pulling image "x"' }]);
  });
});

describe('parallelism', () => {
  const overlap = (one: ReturnType<typeof played>) => {
    const pods = one.nodes.filter(({ type }) => type === 'Pod');
    return Math.max(
      ...pods.map(
        (pod) =>
          pods.filter(
            (other) => other.startedAt <= pod.startedAt && (other.finishedAt ?? pod.startedAt) > pod.startedAt,
          ).length,
      ),
    );
  };
  const tasks = ['a', 'b', 'c', 'd'].map((name) => ({ name, template: 'leaf' }));

  it('of the workflow, or of a template, begins no more than that, and changes no phase', () => {
    expect(overlap(played({ templates: [dag('main', tasks), v] }))).toBe(4);
    for (const one of [
      played({ templates: [dag('main', tasks), v], spec: { parallelism: 2 } }),
      played({ templates: [{ ...dag('main', tasks), parallelism: 2 }, v] }),
      played({ templates: [{ ...steps('main', [tasks]), parallelism: 2 }, v] }),
      played({
        templates: [
          { ...steps('main', [[{ name: 'a', template: 'leaf', withSequence: { count: '5' } }]]), parallelism: 2 },
          v,
        ],
      }),
    ]) {
      expect(overlap(one)).toBe(2);
      expect(one.phase).toBe('Succeeded');
    }
  });
});

describe('memoize', () => {
  const memoized: Template = leaf('memoized', {
    inputs: { parameters: [{ name: 'x' }] },
    outputs: file('v'),
    memoize: { key: '{{inputs.parameters.x}}', maxAge: '1h', cache: { configMap: { name: 'cache' } } },
  });
  const run = (second: string, pause?: string, first = succeeds({ v: '7' })) =>
    played({
      templates: [
        steps('main', [
          [{ name: 'a', template: 'memoized', arguments: given('x', 'k'), continueOn: { failed: true } }],
          [{ name: 'p', template: 'pause' }],
          [{ name: 'b', template: 'memoized', arguments: given('x', second) }],
        ]),
        memoized,
        { name: 'pause', suspend: { duration: pause ?? '1s' } },
      ],
      scenario: { a: first, b: succeeds({ v: '8' }, { takes: '5m' }) },
    });

  it('a hit succeeds at once with what was kept; a miss runs and is kept', () => {
    const b = nodeOf(run('k'), 'b');
    expect([b.phase, b.outputs.v, b.startedAt]).toEqual(['Succeeded', '7', b.finishedAt]);
    expect(nodeOf(run('other'), 'b').outputs.v).toBe('8');
  });

  it('what is too old, or failed, is no hit', () => {
    expect(nodeOf(run('k', '2h'), 'b').outputs.v).toBe('8');
    expect(nodeOf(run('k', undefined, fails(1) as ReturnType<typeof succeeds>), 'b').outputs.v).toBe('8');
  });

  it('steps that hit have no children', () => {
    const inner = {
      ...steps('inner', [[{ name: 'x', template: 'leaf' }]]),
      memoize: { key: 'k', maxAge: '1h', cache: { configMap: { name: 'cache' } } },
    };
    const one = played({
      templates: [steps('main', [[{ name: 'a', template: 'inner' }], [{ name: 'b', template: 'inner' }]]), inner, v],
    });
    expect(shapes(one)).toEqual([
      '[0] StepGroup Succeeded',
      '[0].a Steps Succeeded',
      '[0].a[0] StepGroup Succeeded',
      '[0].a[0].x Pod Succeeded',
      '[1] StepGroup Succeeded',
      '[1].b Steps Succeeded',
    ]);
  });
});

describe('locks', () => {
  const locked = (synchronization: Template['synchronization']): Template =>
    leaf('locked', { synchronization: synchronization ?? {} });
  const two = [
    { name: 'a', template: 'locked' },
    { name: 'b', template: 'locked' },
  ];
  const limits = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'limits' }, data: { two: '2' } };

  it('with a mutex one node waits for the other', () => {
    const one = played({ templates: [steps('main', [two]), locked({ mutexes: [{ name: 'm' }] })] });
    const [a, b] = ['a', 'b'].map((name) => nodeOf(one, name));
    expect([a?.phase, b?.phase]).toEqual(['Succeeded', 'Succeeded']);
    expect((b?.finishedAt?.getTime() ?? 0) - (a?.finishedAt?.getTime() ?? 0)).toBe(11_000);
  });

  it('a node that waits is Pending and says for what', () => {
    const one = played({
      templates: [steps('main', [two]), locked({ mutexes: [{ name: 'm' }] })],
      scenario: { a: hangs },
      metadata: { namespace: 'ml' },
    });
    expect([nodeOf(one, 'b').phase, nodeOf(one, 'b').message]).toEqual([
      'Pending',
      'Waiting for ml/Mutex/m lock. Lock status: 0/1',
    ]);
    expect(one.stuck.map(({ why }) => why).toSorted()).toEqual(['lock', 'pod']);
  });

  it('a semaphore lets as many pass as its ConfigMap says', () => {
    const semaphores = [{ configMapKeyRef: { name: 'limits', key: 'two' } }];
    const three = [...two, { name: 'c', template: 'locked' }];
    const one = played({
      templates: [steps('main', [three]), locked({ semaphores })],
      others: [limits],
      scenario: { '*': succeeds({}, { takes: '1m' }) },
    });
    const ends = ['a', 'b', 'c'].map((name) => nodeOf(one, name).finishedAt?.getTime() ?? 0);
    expect([ends[0] === ends[1], (ends[2] ?? 0) > (ends[0] ?? 0)]).toEqual([true, true]);
  });

  it('several locks are got all or none', () => {
    const both = locked({ mutexes: [{ name: 'm' }, { name: 'n' }] });
    const other = { ...locked({ mutexes: [{ name: 'n' }] }), name: 'other' };
    const one = played({
      templates: [
        steps('main', [
          [
            { name: 'a', template: 'other' },
            { name: 'b', template: 'locked' },
          ],
        ]),
        both,
        other,
      ],
      scenario: { a: hangs },
    });
    expect(nodeOf(one, 'b').message).toContain('Waiting for /Mutex/n lock. Lock status: 0/1');
  });

  it('a lock is given back by what fails, and by a retried node at its end only', () => {
    const retried = { ...locked({ mutexes: [{ name: 'm' }] }), retryStrategy: { limit: '1' } };
    const one = played({
      templates: [steps('main', [two.map((call) => ({ ...call, continueOn: { failed: true } }))]), retried],
      scenario: { a: [fails(1), fails(1)] },
    });
    expect(shapes(one).map((line) => line.replace(/^\[0\]\.?/, ''))).toEqual([
      ' StepGroup Succeeded',
      'a Retry Failed',
      'a(0) Pod Failed',
      'b Retry Succeeded',
      'a(1) Pod Failed',
      'b(0) Pod Succeeded',
    ]);
  });

  it('a workflow waits for another one', () => {
    const workflow = (name: string) => ({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      metadata: { name },
      spec: { entrypoint: 'main', templates: [leaf('main')], synchronization: { mutexes: [{ name: 'm' }] } },
    });
    const { workflows } = simulate([workflow('one'), workflow('two')]);
    expect(workflows.map(({ phase }) => phase)).toEqual(['Succeeded', 'Succeeded']);
    expect(workflows[1]?.startedAt).toEqual(workflows[0]?.finishedAt);
  });
});

describe('daemons', () => {
  const daemon = leaf('daemon', { daemon: true });

  it('a daemon that runs counts as fulfilled, has an ip, and is Succeeded when the steps around it end', () => {
    const one = played({
      templates: [
        steps('main', [
          [{ name: 'd', template: 'daemon' }],
          [{ name: 'b', template: 'tell', arguments: given('x', '{{steps.d.ip}}') }],
        ]),
        daemon,
        tell,
      ],
    });
    expect([nodeOf(one, 'b').inputs.x, nodeOf(one, 'd').phase, one.phase]).toEqual([
      '10.0.0.1',
      'Succeeded',
      'Succeeded',
    ]);
  });

  it('in a DAG it is Daemoned', () => {
    const one = played({
      templates: [
        dag('main', [
          { name: 'd', template: 'daemon' },
          { name: 'b', template: 'tell', depends: 'd.Daemoned' },
        ]),
        daemon,
        tell,
      ],
    });
    expect([nodeOf(one, 'b').phase, one.phase]).toEqual(['Succeeded', 'Succeeded']);
  });

  it('one that ends by itself is Failed', () => {
    const one = played({
      templates: [
        steps('main', [[{ name: 'd', template: 'daemon' }], [{ name: 'b', template: 'tell' }]]),
        daemon,
        tell,
      ],
      scenario: { d: succeeds({}, { takes: '5s' }) },
    });
    expect(nodeOf(one, 'd').phase).toBe('Failed');
  });
});

describe('templates', () => {
  it('that call themselves for ever end at a depth of 100', () => {
    const one = played({ templates: [steps('main', [[{ name: 'again', template: 'main' }]])] });
    expect(one.phase).toBe('Failed');
    expect(one.nodes.some(({ message }) => message.includes('Maximum recursion depth exceeded'))).toBe(true);
  });

  it('that call themselves under a condition end when it is false', () => {
    const one = played({
      templates: [
        steps('main', [
          [{ name: 'flip', template: 'flip' }],
          [{ name: 'again', template: 'main', when: '{{steps.flip.outputs.result}} == tails' }],
        ]),
        { name: 'flip', script: { image: 'x', command: ['x'], source: 'x' } },
      ],
      scenario: {
        flip: [succeeds({}, { result: 'heads' })],
        'again.flip': [succeeds({}, { result: 'heads' })],
        'flip*': succeeds(),
      },
    });
    expect(one.phase).toBe('Succeeded');
  });

  const library = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'WorkflowTemplate',
    metadata: { name: 'library' },
    spec: {
      entrypoint: 'outer',
      arguments: { parameters: [{ name: 'p', value: 'of the library' }] },
      onExit: 'bye',
      templates: [
        steps('outer', [[{ name: 'i', template: 'inner' }]]),
        leaf('inner', { outputs: file('v') }),
        leaf('bye'),
      ],
    },
  };

  it('of another object come alone: inner names are looked up there, its arguments and exit handler stay away', () => {
    const one = played({
      templates: [
        steps('main', [[{ name: 'a', templateRef: { name: 'library', template: 'outer' } }]]),
        leaf('inner', { suspend: {} }),
      ],
      others: [library],
    });
    expect(shapes(one)).toEqual([
      '[0] StepGroup Succeeded',
      '[0].a Steps Succeeded',
      '[0].a[0] StepGroup Succeeded',
      '[0].a[0].i Pod Succeeded',
    ]);
  });

  it('of a ClusterWorkflowTemplate need clusterScope', () => {
    const cluster = { ...library, kind: 'ClusterWorkflowTemplate' };
    const call = (clusterScope: boolean) =>
      played({
        templates: [dag('main', [{ name: 'a', templateRef: { name: 'library', template: 'inner', clusterScope } }])],
        others: [cluster],
      });
    expect(nodeOf(call(true), 'a').phase).toBe('Succeeded');
    expect(nodeOf(call(false), 'a').message).toBe("task 'wf.a' errored: workflow template library not found");
  });

  it('workflowTemplateRef brings the whole spec, over which the workflow wins', () => {
    const workflow = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      metadata: { name: 'wf' },
      spec: { workflowTemplateRef: { name: 'library' }, entrypoint: 'inner' },
    };
    const one = simulate([workflow, library]).workflows[0];
    expect(one && shapes(one)).toEqual(['.onExit Pod Succeeded']);
  });

  it('inline in a step, and with templateDefaults', () => {
    const one = played({
      templates: [steps('main', [[{ name: 'a', inline: leaf('', { outputs: file('v') }) }]])],
      spec: { templateDefaults: { retryStrategy: { limit: '1' } } },
      scenario: { a: [fails(1), succeeds()] },
    });
    expect(nodeOf(one, 'a').type).toBe('Retry');
    expect(one.phase).toBe('Succeeded');
  });
});

describe('requests, plugins and sets of containers', () => {
  it('an HTTP step is an HTTP node whose result is the body', () => {
    const http: Template = { name: 'http', http: { url: 'http://x' } };
    const one = played({
      templates: [
        steps('main', [
          [{ name: 'a', template: 'http' }],
          [{ name: 'b', template: 'tell', arguments: given('x', '{{steps.a.outputs.result}}') }],
        ]),
        http,
        tell,
      ],
      scenario: { a: succeeds({}, { result: 'pong' }) },
    });
    expect([nodeOf(one, 'a').type, nodeOf(one, 'b').inputs.x]).toEqual(['HTTP', 'pong']);
    expect(
      played({ templates: [steps('main', [[{ name: 'a', template: 'http' }]]), http], scenario: { a: fails(1) } })
        .phase,
    ).toBe('Failed');
  });

  it('a plugin is a Plugin node', () => {
    const one = played({
      templates: [steps('main', [[{ name: 'a', template: 'p' }]]), { name: 'p', plugin: { hello: {} } }],
    });
    expect(nodeOf(one, 'a').type).toBe('Plugin');
  });

  it('a set of containers is one Pod and a Container node each; 64 is Error', () => {
    const set: Template = {
      name: 'main',
      containerSet: { containers: [{ name: 'one' }, { name: 'main', dependencies: ['one'] }] },
    };
    const of = (code: number) => shapes(played({ templates: [set], scenario: { main: fails(code) } }));
    expect(of(1)).toEqual(['.one Container Succeeded', '.main Container Failed']);
    expect(of(64)).toEqual(['.one Container Succeeded', '.main Container Error']);
  });

  it('an output that no file fills is an error of the engine, which OnError retries', () => {
    const one = played({
      templates: [leaf('main', { outputs: file('v'), retryStrategy: { limit: '2', retryPolicy: 'OnError' } })],
      scenario: { main: writesNothing },
    });
    expect([shapes(one).length, one.phase]).toEqual([3, 'Error']);
  });
});

describe('a pod that never started and was given up at its timeout', () => {
  const late = leaf('late', { timeout: '30s' });
  const wrapper = steps('wrapper', [[{ name: 'x', template: 'late', continueOn: { failed: true, error: true } }]]);
  const run = (spec: object) =>
    played({
      templates: [
        dag('main', [
          { name: 'a', template: 'wrapper' },
          { name: 'b', template: 'tell', depends: 'a.Failed' },
        ]),
        wrapper,
        late,
        tell,
      ],
      scenario: { x: cannotPull },
      spec,
    });

  const podGC = { strategy: 'OnWorkflowSuccess' };

  it('is seen no more, so that a DAG around it ends', () => {
    const one = run({});
    expect([nodeOf(one, 'x').phase, one.phase, one.finishedAt?.toISOString()]).toEqual([
      'Failed',
      'Succeeded',
      expect.stringMatching(/^2026-01-01T00:00:/),
    ]);
  });

  it('is taken up again where podGC keeps it, so that the DAG goes on although all has ended', () => {
    const one = run({ podGC });
    expect([nodeOf(one, 'a').phase, nodeOf(one, 'b').phase, nodeOf(one, 'x').phase, one.phase]).toEqual([
      'Failed',
      'Succeeded',
      'Pending',
      'Running',
    ]);
    expect(one.stuck.map(({ node, why }) => `${node} ${why}`)).toEqual(['wf.a[0].x pod']);
  });

  it('and ends at the deadline of the workflow', () => {
    const one = run({ podGC, activeDeadlineSeconds: 120 });
    expect([one.phase, one.finishedAt?.toISOString()]).toEqual(['Succeeded', '2026-01-01T00:02:00.000Z']);
  });
});
