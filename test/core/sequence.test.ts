import { describe, expect, it } from 'vitest';
import type { Node } from '../../src/core/graph/node';
import { graphOf } from './define';
import { js, type Untyped } from './plain-javascript';
import { problemOf } from './problem';
import { gate, image, none, promote, train } from './units';

const task = (name: string, inputs: object, outputs: object = {}): Untyped =>
  js.task(name, { image, command: ['x'], writable: ['/work'], inputs, outputs });
const text = js.text();
const reject = task('decide', { verdict: js.verdict(), modelVersion: text });

/** Names of the steps, and those behind a verdict below it. */
function shape(nodes: readonly Node[]): unknown[] {
  return nodes.map((node) =>
    node.kind === 'match'
      ? {
          [node.name]: Object.fromEntries(
            node.arms.map(({ value, block, outcome }) => [value, block === undefined ? outcome : shape(block.nodes)]),
          ),
        }
      : node.name,
  );
}
const shapeOf = (unit: Untyped) => shape(graphOf(unit).body.nodes);

describe('a sequence', () => {
  it('of one unit has its inputs and outputs', () => {
    const unit = graphOf(js.sequence(train));
    expect(unit.name).toBe('train');
    expect(Object.keys(unit.inputs)).toEqual(['epochs']);
    expect(Object.keys(unit.outputs)).toEqual(['accuracy', 'modelVersion', 'folds']);
  });

  it('feeds each input by the latest earlier output of its name', () => {
    const bump = task('bump', { modelVersion: text }, { modelVersion: text });
    const { body } = graphOf(js.sequence(train).followedBy(bump).followedBy(promote));
    const [, second, third] = body.nodes;
    expect(second).toMatchObject({ args: { modelVersion: { source: { node: { name: 'train' } } } } });
    expect(third).toMatchObject({ args: { modelVersion: { source: { node: { name: 'bump' } } } } });
  });

  it('has each unit wait for the one before, also where it takes nothing of it', () => {
    const tell = task('tell', { modelVersion: text });
    const { body } = graphOf(js.sequence(train).followedBy(promote).followedBy(tell).followedBy(task('last', {})));
    const after = body.nodes.map((node) =>
      (node as { after?: readonly { name: string }[] }).after?.map(({ name }) => name),
    );
    expect(body.nodes.map(({ name }) => name)).toEqual(['train', 'promote', 'tell', 'last']);
    expect(after).toEqual([[], [], ['promote'], ['tell']]);
  });

  it('goes on after a verdict only if it is pass', () => {
    const held = { fail: 'rejected', error: 'held', inconclusive: 'held' };
    expect(shapeOf(js.sequence(train).followedBy(gate).followedBy(promote))).toEqual([
      'train',
      'gate',
      { 'on-gate-verdict': { pass: ['promote'], ...held } },
    ]);
    const second = task('second', { modelVersion: text }, { verdict: js.verdict() });
    expect(shapeOf(js.sequence(train).followedBy(gate).followedBy(second).followedBy(promote))).toEqual([
      'train',
      'gate',
      { 'on-gate-verdict': { pass: ['second', { 'on-second-verdict': { pass: ['promote'], ...held } }], ...held } },
    ]);
  });

  it('leaves the verdict to the next unit if that takes it', () => {
    expect(shapeOf(js.sequence(train).followedBy(gate).followedBy(reject))).toEqual(['train', 'gate', 'decide']);
  });

  it('hands on all outputs, the verdict of its last unit as well', () => {
    expect(Object.keys(graphOf(js.sequence(train).followedBy(gate)).outputs)).toEqual([
      'accuracy',
      'modelVersion',
      'folds',
      'verdict',
      'reason',
    ]);
  });

  it('may hand an artifact over a verdict to a later unit', () => {
    const make = task('make', {}, { model: js.artifact('/work/model'), modelVersion: text });
    const use = task('use', { model: js.artifact('/in/model') }, { report: js.artifact('/work/report') });
    const unit = js.sequence(make).followedBy(gate).followedBy(use);
    expect(shapeOf(unit)[2]).toMatchObject({ 'on-gate-verdict': { pass: ['use'] } });
    // Artifacts can't leave an arm of a match, so the report stays behind the verdict.
    expect(Object.keys(graphOf(unit).outputs).sort()).toEqual(['model', 'modelVersion', 'reason', 'verdict']);
  });

  it('can be a step, and be followed by another', () => {
    const inner = js.sequence(train).followedBy(gate);
    const outer = js.pipeline('outer', {}, (p: Untyped) => p.step(inner, { epochs: 1 }));
    expect(graphOf(outer).body.nodes[0]?.name).toBe('train-then-gate');
    expect(graphOf(js.sequence(inner).followedBy(promote)).name).toBe('train-then-gate-then-promote');
  });

  it('has a name that engines take, however long those of its units are', () => {
    let unit = js.sequence(none);
    for (let i = 0; i < 10; i++) unit = unit.followedBy(task(`step-${i}`, {}));
    expect(graphOf(unit).name).toMatch(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/);
  });

  it.each<readonly [string, () => unknown, string, string]>([
    ['nothing', () => js.sequence(), 'MLP1109', "undefined can't be a step"],
    ['a name', () => js.sequence(train).followedBy('gate'), 'MLP1109', "'gate' can't be a step"],
    [
      'an input that nothing feeds',
      () => js.sequence(none).followedBy(gate),
      'MLP1122',
      "input 'modelVersion' of 'gate' has no earlier output of that name",
    ],
    [
      'an input that is fed by another type',
      () => js.sequence(task('count', {}, { modelVersion: js.number() })).followedBy(gate),
      'MLP1122',
      "input 'modelVersion' of 'gate' has no earlier output of that name and type",
    ],
    [
      'an input with a default that is fed by another type',
      () => js.sequence(task('name', {}, { epochs: text })).followedBy(train),
      'MLP1122',
      "input 'epochs' of 'train' has no earlier output of that name and type",
    ],
    [
      'an input of the first unit',
      () => js.sequence(gate).followedBy(promote),
      'MLP1122',
      "input 'modelVersion' of 'promote' has no earlier output of that name",
    ],
    [
      'an input that every object inherits',
      () => js.sequence(none).followedBy(task('odd', { constructor: text })),
      'MLP1122',
      "input 'constructor' of 'odd' has no earlier",
    ],
    ['a unit twice', () => js.sequence(none).followedBy(none), 'MLP1112', "two steps are called 'none'"],
  ])('can not have %s', (_, make, code, message) => {
    const problem = problemOf(make);
    expect(problem.message).toContain(message);
    expect(problem.code).toBe(code);
  });

  it('says what there would be to feed an input', () => {
    expect(problemOf(() => js.sequence(promote).followedBy(gate)).expected).toBe("text among 'digest'");
    expect(problemOf(() => js.sequence(none).followedBy(gate)).expected).toBe('text among no outputs');
  });
});
