import type { Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { deciding, withExit } from '../../../src/core/exit';
import { argo, pipeline, podUid, runName, sequence, task, text, verdict, WorkflowTemplate } from '../../../src/index';
import { emitted, emittedBy } from './emitted';
import { image } from './units';

const engine = argo('4.0');
const settle = task('settle', { image, command: ['settle'], account: 'release' });
const work = task('work', { image, command: ['work'], env: { RUN: runName, POD: podUid } });
const working = withExit(
  pipeline('working', {}, (p) => void p.step(work)),
  settle,
);

describe('a task at the exit of a run', () => {
  it('is the exit handler of a run of its own', () => {
    const { spec, template } = emitted(working);
    expect(spec().onExit).toBe('exit');
    expect(template('exit').steps).toEqual([[{ name: 'settle', template: 'settle' }]]);
    expect(template('settle').container?.command).toEqual(['settle']);
  });

  it('is that of a caller too, taken from the object that has it, and once', () => {
    const { template, spec } = emittedBy((chart: Chart) => {
      const one = new WorkflowTemplate(chart, 'one', { pipeline: working, engine });
      const other = new WorkflowTemplate(chart, 'other', {
        pipeline: withExit(
          pipeline('other', {}, (p) => void p.step(work)),
          settle,
        ),
        engine,
      });
      new WorkflowTemplate(chart, 'both', {
        pipeline: pipeline('both', {}, (p) => {
          const first = p.step(one);
          p.step(other, {}, { after: [first] });
        }),
        engine,
      });
    });
    expect(spec('both').onExit).toBe('exit');
    expect(template('exit', 'both').steps).toEqual([
      [{ name: 'settle', templateRef: { name: 'working', template: 'settle' } }],
    ]);
  });

  it('has a name of its own where a run calls two units that end with tasks of one name', () => {
    const { template } = emittedBy((chart: Chart) => {
      const units = ['one', 'other'].map((name) => {
        const ends = task('settle', { image, command: ['settle', name] });
        const inner = pipeline(name, {}, (p) => void p.step(work));
        return new WorkflowTemplate(chart, name, { pipeline: withExit(inner, ends), engine });
      });
      const both = pipeline('both', {}, (p) => {
        for (const unit of units) p.step(unit);
      });
      new WorkflowTemplate(chart, 'both', { pipeline: both, engine });
    });
    expect(template('exit', 'both').steps).toEqual([
      [
        { name: 'settle', templateRef: { name: 'one', template: 'settle' } },
        { name: 'settle-2', templateRef: { name: 'other', template: 'settle' } },
      ],
    ]);
  });

  it('stands beside a finally, whatever becomes of that', () => {
    const both = withExit(
      pipeline('both', {}, (p) => {
        p.step(work);
        p.finally((p) => void p.step(task('tidy', { image, command: ['tidy'] })));
      }),
      settle,
    );
    expect(
      emitted(both)
        .template('exit')
        .steps?.map((group) => group.map(({ name }) => name)),
    ).toEqual([['finally', 'settle']]);
  });
});

describe('an account of its own', () => {
  it('is that of the tasks which name it, with a role of what they declare', () => {
    const configMaps = { apiGroup: '', resources: ['configmaps'], verbs: ['get'], names: ['release-it'] };
    const reader = task('reader', { image, command: ['read'], account: 'release', access: [configMaps] });
    const { template, one } = emitted(
      pipeline('it', {}, (p) => {
        p.step(work);
        p.step(reader);
      }),
    );
    expect(template('work').serviceAccountName).toBe('it');
    expect(template('reader').serviceAccountName).toBe('it-release');
    const rulesOf = (name: string) => (one('Role', name) as unknown as { rules: readonly object[] }).rules;
    expect(rulesOf('it')).toHaveLength(1);
    expect(rulesOf('it-release')).toEqual([
      { apiGroups: ['argoproj.io'], resources: ['workflowtaskresults'], verbs: ['create', 'patch'] },
      { apiGroups: [''], resources: ['configmaps'], resourceNames: ['release-it'], verbs: ['get'] },
    ]);
    expect(one('ServiceAccount', 'it-release').metadata.namespace).toBe('mlops');
  });
});

describe('what only the engine knows', () => {
  it('reaches a program as the name of the run and the uid of the pod', () => {
    expect(emitted(working).template('work').container?.env).toEqual([
      { name: 'RUN', value: '{{workflow.name}}' },
      { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } },
    ]);
  });
});

describe('a unit that decides by what was recorded', () => {
  const gate = task('gate', { image, outputs: { verdict: verdict(), reason: text() }, command: ['gate'] });
  const decision = deciding(pipeline('decision', {}, (p) => void p.step(work)));

  it('comes after a gate whatever that says', () => {
    const { node } = emitted(sequence(gate).followedBy(decision));
    expect(node('gate-then-decision', 'decision').depends).toBe('gate.Succeeded');
  });

  it('is a look at the verdict of a gate that it comes after', () => {
    const { node } = emitted(
      pipeline('it', {}, (p) => {
        const tested = p.step(gate);
        p.step(decision, {}, { after: [tested] });
      }),
    );
    expect(node('it', 'decision').depends).toBe('gate.Succeeded');
  });

  it('is none at one that it does not come after', () => {
    expect(() =>
      pipeline('it', {}, (p) => {
        p.step(gate);
        p.step(decision);
      }),
    ).toThrow(/MLP1116: nobody looks at the verdict of 'gate'/);
  });

  it('leaves other units behind the verdict', () => {
    const { node } = emitted(sequence(gate).followedBy(pipeline('next', {}, (p) => void p.step(work))));
    expect(node('gate-then-next', 'on-gate-verdict').depends).toContain('gate.Succeeded');
  });
});
