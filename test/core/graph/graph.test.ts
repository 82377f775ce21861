import { describe, expect, it } from 'vitest';
import { approvalSeconds } from '../../../src/core/graph/approval-seconds';
import { blocksOf } from '../../../src/core/graph/block';
import { capturesOf } from '../../../src/core/graph/captures';
import { define, graphOf } from '../define';
import { js, type Untyped } from '../plain-javascript';
import { choose, none, promote, train } from '../units';

const { equals, hold, fmt } = js;
const hours = (count: number) => ({ toMilliseconds: () => count * 3_600_000 });
const text = (value: unknown): unknown => fmt(['v', ''] as never, value);

describe('the blocks of a pipeline', () => {
  it('are found from the outside in, those of arms, conditions and loops', () => {
    const unit = define((p, { mode }) => {
      p.match(mode, {
        fast: (q: Untyped) => void q.when(equals(mode, 'fast'), (r: Untyped) => void r.step(none)),
        slow: hold(),
      });
      p.forEach(['a'], (q: Untyped) => void q.step(none));
    });
    expect([...blocksOf(graphOf(unit).body)].map(({ label }) => label)).toEqual([
      'p',
      'p/on-mode/fast',
      'p/on-mode/fast/when',
      'p/each',
    ]);
  });
});

describe('what a block uses from outside', () => {
  it('is each value once, also from texts, lists, fields, defaults and blocks inside, and not its own', () => {
    const unit = define((p, { mode, ratio, config }) => {
      const { modelVersion, accuracy } = p.step(train).outputs;
      const { which } = p.when(equals(mode, 'fast'), (q: Untyped) => q.step(choose)).outputs;
      p.when(js.atLeast(accuracy, ratio), (q: Untyped) => {
        const inner = q.step(promote, { modelVersion });
        q.step(promote, { modelVersion: text(modelVersion) }, { name: 'b' });
        q.step(promote, { modelVersion: inner.outputs.digest }, { name: 'c' });
        q.step(promote, { modelVersion: which.orElse('left') }, { name: 'd' });
        q.forEach([text(accuracy)], (r: Untyped, item: unknown) => void r.step(promote, { modelVersion: item }));
        return { lr: js.field(config, 'lr') };
      });
    });
    const [, , block] = [...blocksOf(graphOf(unit).body)];
    if (block === undefined) throw new Error('no block');
    expect(block.label).toBe('p/when');
    expect(capturesOf(block).map(({ label, source }) => `${source.kind}: ${label}`)).toEqual([
      "output: output 'modelVersion' of step 'train'",
      "fallback: output 'which' of when 'maybe-choose'",
      "output: output 'accuracy' of step 'train'",
      "input: input 'config' of pipeline 'p'",
    ]);
  });
});

describe('the time a run may wait for people', () => {
  const ask = (p: Untyped, expires: unknown) => {
    const { outputs } = p.approval({ expires });
    p.match(outputs.decision, { approve: js.hold(), refuse: js.hold(), expired: js.hold() });
  };
  const asking = js.pipeline('asking', {}, (p: Untyped) => ask(p, hours(1)));
  it('is that of all approvals, also in blocks and in pipelines that are steps', () => {
    const unit = define((p, { mode }) => {
      ask(p, hours(2));
      p.when(equals(mode, 'fast'), (q: Untyped) => ask(q, hours(4)));
      p.step(asking);
    });
    expect(approvalSeconds(graphOf(unit))).toBe(7 * 3600);
  });

  it('is none without approvals', () => {
    expect(approvalSeconds(graphOf(define((p) => void p.step(none))))).toBe(0);
  });
});
