import { describe, expect, it } from 'vitest';
import { argo, boolean, Image, integer, list, oneOf, pipeline, task, text, WorkflowTemplate } from '../../../src/index';
import { emitted, emittedBy } from './emitted';
import { image, notify, smoke, train } from './units';

const it0 = pipeline('it', {}, (p) => void p.step(train));

describe('a WorkflowTemplate', () => {
  it('is cleaned up after a week, with its pods, which nothing else deletes', () => {
    const spec = emitted(it0).spec();
    expect(spec).not.toHaveProperty('podGC');
    expect(spec).toMatchObject({
      entrypoint: 'it',
      ttlStrategy: { secondsAfterCompletion: 604800 },
    });
  });

  it('has an account of its own that may only report outputs', () => {
    const { one, spec } = emitted(it0);
    expect(spec().serviceAccountName).toBe('it');
    expect(one('ServiceAccount').metadata).toMatchObject({ name: 'it', namespace: 'mlops' });
    expect(one('Role').rules).toEqual([
      { apiGroups: ['argoproj.io'], resources: ['workflowtaskresults'], verbs: ['create', 'patch'] },
    ]);
    expect(one('RoleBinding')).toMatchObject({
      roleRef: { kind: 'Role', name: 'it' },
      subjects: [{ kind: 'ServiceAccount', name: 'it', namespace: 'mlops' }],
    });
  });

  it('lets its account do what its tasks declare, each thing once', () => {
    const access = [{ apiGroup: '', resources: ['pods'], verbs: ['get', 'list'] }];
    const more = [{ apiGroup: 'apps', resources: ['deployments'], verbs: ['patch'], names: ['app'] }];
    const it = pipeline('it', {}, (p) => {
      p.step(task('a', { image, command: ['a'], access }));
      p.step(task('b', { image, command: ['b'], access: [...access, ...more] }));
    });
    expect(emitted(it).one('Role').rules).toEqual([
      { apiGroups: ['argoproj.io'], resources: ['workflowtaskresults'], verbs: ['create', 'patch'] },
      { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] },
      { apiGroups: ['apps'], resources: ['deployments'], verbs: ['patch'], resourceNames: ['app'] },
    ]);
  });

  it('lets its account work in another namespace by a Role there', () => {
    const access = [{ apiGroup: '', resources: ['pods'], verbs: ['list'], namespace: 'staging' }];
    const it = pipeline('it', {}, (p) => void p.step(task('a', { image, command: ['a'], access })));
    const objects = emitted(it).manifests;
    const there = objects.filter(({ metadata }) => metadata?.namespace === 'staging');
    expect(there).toMatchObject([
      { kind: 'Role', metadata: { name: 'mlops.it' }, rules: [{ resources: ['pods'], verbs: ['list'] }] },
      {
        kind: 'RoleBinding',
        roleRef: { name: 'mlops.it' },
        subjects: [{ kind: 'ServiceAccount', name: 'it', namespace: 'mlops' }],
      },
    ]);
    const here = objects.find(({ kind, metadata }) => kind === 'Role' && metadata?.namespace === 'mlops');
    expect(here).toMatchObject({ rules: [{ resources: ['workflowtaskresults'] }] });
  });

  it('says what a run may be started with, and checks it first, since Argo does not', () => {
    const it = pipeline(
      'it',
      {
        size: oneOf(['small', 'large'], { default: 'small', doc: 'how much' }),
        epochs: integer({ min: 1, max: 10 }),
        dry: boolean({ default: true }),
        tags: list(text()),
        note: text(),
      },
      (p, { size }) => void p.step(notify, { message: size }),
    );
    const { spec, node } = emitted(it);
    expect(spec().arguments?.parameters).toEqual([
      { name: 'size', description: 'how much', value: 'small', enum: ['small', 'large'] },
      { name: 'epochs' },
      { name: 'dry', value: 'true', enum: ['true', 'false'] },
      { name: 'tags' },
      { name: 'note' },
    ]);
    const checks = node('main', 'it').arguments?.parameters?.map(({ value }) => value);
    expect(checks).toEqual([
      "{{= inputs.parameters.size in ['small', 'large'] ? inputs.parameters.size : nil }}",
      "{{= inputs.parameters.epochs matches '^[0-9]+$' && float(inputs.parameters.epochs) >= 1 && float(inputs.parameters.epochs) <= 10 ? inputs.parameters.epochs : nil }}",
      "{{= inputs.parameters.dry in ['true', 'false'] ? inputs.parameters.dry : nil }}",
      "{{= not (inputs.parameters.tags contains '\\u007b\\u007b') && type(fromJSON(inputs.parameters.tags)) == 'array' && all(fromJSON(inputs.parameters.tags), type(#) == 'string' && not (# contains '\\u007b\\u007b')) ? inputs.parameters.tags : nil }}",
      "{{= not (inputs.parameters.note contains '\\u007b\\u007b') ? inputs.parameters.note : nil }}",
    ]);
  });

  it('starts with the pipeline itself where there is nothing to check', () => {
    expect(
      emitted(it0)
        .spec()
        .templates?.map(({ name }) => name),
    ).toEqual(['it', 'train']);
  });

  it('hands values over unchecked where they were checked, and compares them where the taker wants less', () => {
    const strict = task('strict', {
      image,
      inputs: { n: integer({ min: 5 }), word: text({ pattern: /[a-z]+/ }) },
      command: ['s'],
    });
    const it = pipeline('it', { n: integer({ min: 1 }), same: text({ pattern: /[a-z]+/ }) }, (p, { n, same }) => {
      p.step(strict, { n, word: same });
    });
    expect(emitted(it).node('it', 'strict').arguments?.parameters).toEqual([
      {
        name: 'n',
        value:
          "{{= inputs.parameters.n matches '^[0-9]+$' && float(inputs.parameters.n) >= 5 ? inputs.parameters.n : nil }}",
      },
      { name: 'word', value: '{{inputs.parameters.same}}' },
    ]);
  });

  it('can be a step of another pipeline', () => {
    const { spec } = emittedBy((chart) => {
      const engine = argo('4.0');
      const inner = new WorkflowTemplate(chart, 'inner', {
        pipeline: pipeline('inner', {}, (p) => void p.step(train)),
        engine,
      });
      new WorkflowTemplate(chart, 'outer', { pipeline: pipeline('outer', {}, (p) => void p.step(inner)), engine });
    });
    expect(spec('outer').templates?.[0]?.dag?.tasks[0]?.templateRef).toEqual({ name: 'inner', template: 'inner' });
  });

  it.each([
    ['no engine', undefined],
    ['another engine', { engine: 'tekton', version: '1.15' }],
  ])('is refused for %s', (_, engine) => {
    expect(() =>
      emittedBy((chart) => new WorkflowTemplate(chart, 'it', { pipeline: it0, engine: engine as never })),
    ).toThrow(/MLP2003/);
  });

  it('is refused for a task, which can not be started by itself', () => {
    expect(() =>
      emittedBy((chart) => new WorkflowTemplate(chart, 'it', { pipeline: smoke, engine: argo('4.0') })),
    ).toThrow(/MLP1109: task 'smoke' can't be emitted as a WorkflowTemplate[\s\S]*at chart\/it/);
  });

  it('says which property nobody reads', () => {
    const props = { pipeline: it0, engine: argo('4.0'), pipline: 1 };
    expect(() => emittedBy((chart) => new WorkflowTemplate(chart, 'it', props))).toThrow(
      /MLP1007: WorkflowTemplate 'it' has no property 'pipline' - did you mean 'pipeline'\?/,
    );
  });
});

describe('a target', () => {
  it.each(['3.7', '4.0'] as const)('%s gets the plural fields only', (version) => {
    const text = JSON.stringify(emitted(it0, argo(version)).manifests);
    expect(text).not.toMatch(/"(?:schedule|mutex|semaphore|podPriority|withSequence)":/);
  });

  it('3.7 and 4.0 get the same templates', () => {
    expect(emitted(it0, argo('3.7')).manifests).toEqual(emitted(it0, argo('4.0')).manifests);
  });

  it.each(['3.6', '4', 4, undefined, '4.0.7'])('%s does not exist', (version) => {
    expect(() => argo(version as never)).toThrow(/MLP2004/);
  });

  it('runs our programs in another image if it names one', () => {
    const programImage = Image.pinned(`mirror.example.com/node@sha256:${'1'.repeat(64)}`);
    const gate = pipeline('gate', {}, (p) => p.step(smoke, { modelVersion: '1' }));
    expect(emitted(gate, argo('4.0', { programImage })).template('end-red').container?.image).toBe(
      programImage.reference,
    );
    expect(emitted(gate).template('end-red').container?.image).toMatch(/^docker\.io\/library\/node:[0-9.]+-/);
  });

  it('says which option nobody reads', () => {
    expect(() => argo('4.0', { platfrom: 'openshift' } as never)).toThrow(/did you mean 'platform'/);
  });
});
