import { describe, expect, it } from 'vitest';
import {
  compile,
  fails,
  type Leaf,
  type Outcome,
  playAlongside,
  playPlan,
  printTimeline,
  printTree,
  simulate,
  succeeds,
} from '../../src/simulate/index';
import { dag, file, given, leaf, nodeOf, played, simulation, steps } from './play';

const templates = [
  dag('main', [
    { name: 'train', template: 'leaf' },
    { name: 'gate', template: 'gate', depends: 'train', withItems: ['eu', 'us'] },
  ]),
  steps('gate', [[{ name: 'check', template: 'leaf' }]]),
  leaf('leaf', { outputs: file('v') }),
];
const phaseOf = (scenario: Parameters<typeof played>[0]['scenario']) => (name: string) =>
  nodeOf(played({ templates, scenario: scenario ?? {} }), name).phase;

describe('a scenario names steps', () => {
  it.each([
    ['by path', 'gate.check', ['Succeeded', 'Failed', 'Failed']],
    ['by the path of one item', 'gate(0:eu).check', ['Succeeded', 'Failed', 'Succeeded']],
    ['by their own name', 'check', ['Succeeded', 'Failed', 'Failed']],
    ['by their template', 'leaf', ['Failed', 'Omitted', 'Omitted']],
    ['by a pattern', 'gate*check', ['Succeeded', 'Failed', 'Failed']],
    ['by a full name', 'wf.train', ['Failed', 'Omitted', 'Omitted']],
  ])('%s: %s', (_, key, phases) => {
    const one = played({ templates, scenario: { [key]: fails(1) } });
    const of = (name: string) => one.nodes.find((node) => node.name === name)?.phase ?? 'Omitted';
    expect([of('wf.train'), of('wf.gate(0:eu)[0].check'), of('wf.gate(1:us)[0].check')]).toEqual(phases);
  });

  it('the most exact key wins', () => {
    const of = phaseOf({ leaf: fails(1), '*': fails(1), train: succeeds(), 'gate.check': succeeds() });
    expect([of('train'), of('gate')]).toEqual(['Succeeded', 'Succeeded']);
  });

  it('by a function, which may leave steps to the defaults', () => {
    const seen: Leaf[] = [];
    const one = played({
      templates,
      scenario: (leaf) => {
        seen.push(leaf);
        return leaf.own === 'check' ? fails(1) : undefined;
      },
    });
    expect(one.phase).toBe('Failed');
    expect(seen.map(({ path }) => path)).toEqual(['train', 'gate(0:eu).check', 'gate(1:us).check']);
    expect(seen[0]).toMatchObject({
      template: 'leaf',
      kind: 'container',
      attempt: 0,
      outputs: [{ name: 'v', path: '/out/v' }],
    });
  });

  it('and refuses a name that no run can have, with the one that was meant', () => {
    expect(() => simulation({ templates, scenario: { trian: fails(1) } })).toThrow(
      /MLP5201: the scenario names the step "?'?trian[\s\S]*fix: 'train'/,
    );
    expect(() => simulation({ templates, scenario: { 'deploy*': fails(1) } })).toThrow(/MLP5201/);
  });
});

describe('a scenario that can not be meant', () => {
  it('has a time that is none', () => {
    expect(() => simulation({ templates, scenario: { train: succeeds({}, { takes: 'long' }) } })).toThrow(
      /MLP5205: takes of .train. is .long./,
    );
    expect(() => simulation({ templates, for: 'ever' })).toThrow(/MLP5205/);
  });

  it('gives an output that the template does not declare: it is told', () => {
    const of = templates.with(2, leaf('leaf', { outputs: file('verdict') }));
    const { findings } = simulation({ templates: of, scenario: { train: succeeds({ verdit: 'pass' }) } });
    expect(findings).toMatchObject([
      { severity: 'warning', message: expect.stringMatching(/'?verdit'?.*which it does not declare: .verdict.\?/) },
    ]);
  });
});

describe('steps that nobody names end well, with samples', () => {
  const sample = (parameter: object, reader?: string) => {
    const first = leaf('first', {
      outputs: { parameters: [{ name: 'a-b', valueFrom: { path: '/v' }, ...parameter }] },
    });
    const call = { name: 'r', template: 'reader', arguments: given('x', reader ?? 'nothing') };
    return nodeOf(
      played({
        templates: [
          steps('main', [[{ name: 'f', template: 'first' }], [call]]),
          first,
          leaf('reader', { inputs: { parameters: [{ name: 'x' }] } }),
        ],
      }),
      'f',
    ).outputs['a-b'];
  };

  it.each([
    ['a plain word', {}, undefined, 'a-b'],
    ['the default', { valueFrom: { path: '/v', default: 'd' } }, undefined, 'd'],
    ['the first word of an enum', { enum: ['x', 'y'], valueFrom: { path: '/v', default: 'd' } }, undefined, 'x'],
    ['what a reader compares with', {}, "{{= steps.f.outputs.parameters['a-b'] == 'yes' ? 'x' : 'y' }}", 'yes'],
    ['a pass among verdicts', {}, "{{= steps.f.outputs.parameters['a-b'] in ['fail', 'pass'] ? 'x' : 'y' }}", 'pass'],
    [
      'what fits the pattern of a reader',
      {},
      "{{= steps.f.outputs.parameters['a-b'] matches '^sha256:[0-9a-f]{4}$' ? 'x' : 'y' }}",
      'sha256:0000',
    ],
  ])('%s', (_, parameter, reader, value) => {
    expect(sample(parameter, reader)).toBe(value);
  });
});

describe('manifests', () => {
  const workflow = (spec: object) => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { name: 'wf' },
    spec,
  });

  it('are files or objects, and what is wrong with them is told with its place', () => {
    const text =
      'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata:\n  name: wf\nspec:\n  entrypoint: mian\n  templates:\n  - name: main\n    container: {image: x}\n';
    const { phase, findings } = simulate([{ file: 'wf.yaml', text }]);
    expect([phase, findings]).toEqual([
      '',
      [
        {
          severity: 'error',
          message: "template 'mian' is not defined: 'main'?",
          file: 'wf.yaml',
          line: 6,
          path: 'spec.entrypoint',
        },
      ],
    ]);
  });

  it('that are no YAML or no objects are findings', () => {
    expect(simulate([{ file: 'a.yaml', text: 'a: [' }]).findings[0]).toMatchObject({
      severity: 'error',
      file: 'a.yaml',
      line: 1,
    });
    expect(simulate([{ file: 'a.yaml', text: 'just: data' }]).findings).toMatchObject([
      { severity: 'error', message: 'this is no Kubernetes object', file: 'a.yaml' },
    ]);
  });

  it('have to have something to start, or submit names it', () => {
    const template = (name: string) => ({
      ...workflow({ entrypoint: 'main', templates: [leaf('main')] }),
      kind: 'WorkflowTemplate',
      metadata: { name },
    });
    expect(simulate([template('a')]).phase).toBe('Succeeded');
    expect(() => simulate([template('a'), template('b')])).toThrow(/MLP5202[\s\S]*submit: one of/);
    expect(simulate([template('a'), template('b')], {}, { submit: 'b' }).workflows[0]?.name).toBe('b');
    expect(() => simulate([template('release')], {}, { submit: 'relaese' })).toThrow(/MLP5202[\s\S]*fix: 'release'/);
  });

  it('may ask for what is not there: it is assumed, and said', () => {
    const semaphores = [{ configMapKeyRef: { name: 'limits', key: 'gpus' } }];
    const { phase, findings } = simulate([
      workflow({ entrypoint: 'main', templates: [leaf('main', { synchronization: { semaphores } })] }),
    ]);
    expect([phase, findings.map(({ severity }) => severity), findings[0]?.message]).toEqual([
      'Succeeded',
      ['warning'],
      "ConfigMap 'limits' with the semaphore 'gpus' is not among the manifests; its limit is taken as 1",
    ]);
  });
});

describe('a plan', () => {
  const workflow = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Workflow',
    metadata: { name: 'wf' },
    spec: { entrypoint: 'main', templates },
  };
  const plan = compile([workflow]);

  it('is played any number of times, always alike', () => {
    const [one, other] = [0, 1].map(() => playPlan(plan, { check: [fails(1), succeeds()] }));
    expect(one).toEqual(other);
    expect(playPlan(plan).phase).toBe('Succeeded');
  });

  it('is played alongside steps that really run', async () => {
    const asked: string[] = [];
    const execute = async (leaf: Leaf): Promise<Outcome> => {
      asked.push(leaf.path);
      return leaf.own === 'train' ? succeeds({ v: '7' }) : fails(3);
    };
    const { phase, workflows } = await playAlongside(plan, execute);
    expect([phase, asked, workflows[0] && nodeOf(workflows[0], 'train').outputs]).toEqual([
      'Failed',
      ['train', 'gate(0:eu).check', 'gate(1:us).check'],
      { v: '7' },
    ]);
  });
});

describe('what is printed', () => {
  const one = played({
    templates,
    scenario: { train: succeeds({ v: '7' }, { takes: '40m' }), 'gate(1:us).check': fails(1) },
  });

  it('is a tree with marks, times, outputs and messages', () => {
    expect(printTree(one)).toMatchInlineSnapshot(`
      "wf  Failed
      ✖ wf  Failed  DAG main  40m 12s
      ├─✔ train  Succeeded  Pod leaf  40m 1s  v="7"
      └─✖ gate  Failed  TaskGroup gate  11s
        ├─✔ gate(0:eu)  Succeeded  Steps gate  11s
        │ └─✔ check  Succeeded  Pod leaf  11s  v="v"
        └─✖ gate(1:us)  Failed  Steps gate  11s  child 'wf-737270049' failed
          └─✖ check  Failed  Pod leaf  11s  main: Error (exit code 1)
      "
    `);
  });

  it('is a timeline', () => {
    expect(printTimeline(one, 20)).toMatchInlineSnapshot(`
      "train            ████████████████████ 40m 1s
      gate(0:eu).check                     █ 11s
      gate(1:us).check                     ▒ 11s
      "
    `);
  });

  it('says what a workflow waits for', () => {
    const stuck = played({
      templates: [
        steps('main', [
          [{ name: 'a', template: 'leaf' }],
          [{ name: 'b', template: 'leaf', when: '{{steps.a.outputs.parameters.w}} == x' }],
        ]),
        ...templates.slice(2),
      ],
    });
    expect(printTree(stuck)).toContain('stuck: wf[1] (reference): steps.a.outputs.parameters.w');
  });
});
