import { describe, expect, it } from 'vitest';
import { argo, pipeline, queue, WorkflowTemplate } from '../../../src/index';
import { emitted, emittedBy } from './emitted';
import { train } from './units';

const queued = (name: string, line: ReturnType<typeof queue>) =>
  pipeline(name, {}, (p) => void p.step(train), { queue: line });

describe('a queue', () => {
  it('for one run at a time is a mutex on the whole run', () => {
    const { spec, manifests } = emitted(queued('it', queue('gpu')));
    expect(spec().synchronization).toEqual({ mutexes: [{ name: 'gpu' }] });
    expect(manifests.some(({ kind }) => kind === 'ConfigMap')).toBe(false);
  });

  it('for several is a semaphore, with a ConfigMap that says how many', () => {
    const { spec, one } = emitted(queued('it', queue('gpu', 3)));
    expect(spec().synchronization).toEqual({
      semaphores: [{ configMapKeyRef: { name: 'queue-gpu', key: 'size' } }],
    });
    expect(one('ConfigMap')).toMatchObject({
      metadata: { name: 'queue-gpu', namespace: 'mlops' },
      data: { size: '3' },
    });
  });

  it('has one ConfigMap, however many pipelines wait in it', () => {
    const engine = argo('4.0');
    const line = queue('gpu', 3);
    const { manifests } = emittedBy((chart) => {
      new WorkflowTemplate(chart, 'a', { pipeline: queued('a', line), engine });
      new WorkflowTemplate(chart, 'b', { pipeline: queued('b', line), engine });
    });
    expect(manifests.filter(({ kind }) => kind === 'ConfigMap')).toHaveLength(1);
  });

  it('of an inner pipeline is taken by the outermost run, all at once', () => {
    const middle = pipeline('middle', {}, (p) => void p.step(queued('inner', queue('gpu'))));
    const outer = pipeline('outer', {}, (p) => void p.step(middle), { queue: queue('staging', 2) });
    expect(emitted(outer).spec().synchronization).toEqual({
      mutexes: [{ name: 'gpu' }],
      semaphores: [{ configMapKeyRef: { name: 'queue-staging', key: 'size' } }],
    });
  });

  it('of a pipeline in an object of its own is taken by whoever calls it', () => {
    const engine = argo('4.0');
    const { spec } = emittedBy((chart) => {
      const inner = new WorkflowTemplate(chart, 'inner', { pipeline: queued('inner', queue('gpu')), engine });
      const middle = new WorkflowTemplate(chart, 'middle', {
        pipeline: pipeline('middle', {}, (p) => void p.step(inner)),
        engine,
      });
      new WorkflowTemplate(chart, 'outer', { pipeline: pipeline('outer', {}, (p) => void p.step(middle)), engine });
    });
    for (const name of ['inner', 'middle', 'outer'])
      expect(spec(name).synchronization).toEqual({ mutexes: [{ name: 'gpu' }] });
  });

  it('can not let different numbers in', () => {
    const outer = pipeline('outer', {}, (p) => void p.step(queued('inner', queue('gpu', 2))), {
      queue: queue('gpu', 3),
    });
    expect(() => emitted(outer)).toThrow(/MLP2005: queue 'gpu' lets 3 and 2 runs at a time/);
  });
});
