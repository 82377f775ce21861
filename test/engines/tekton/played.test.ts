import { describe, expect, it } from 'vitest';
import { behaviours } from '../../compliance/behaviours';
import { emitted } from './emitted';
import { type Played, type PlayedRun, play } from './play';

const guarded = 'When Expressions evaluated to false';
const stopping = 'PipelineRun was stopping';

const files: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  train: { 'model-version': '7\n', accuracy: '0.95', kind: 'small' },
  smoke: { verdict: 'pass', reason: 'all well' },
  probe: { verdict: 'pass', reason: 'pods well', baseline: 'b1' },
  publish: { digest: 'sha256:1' },
  discard: { digest: 'sha256:0' },
  score: { value: '0.5', good: 'true', tags: '["a","b"]' },
  everything: { version: '3' },
};

/** Plays a behaviour; `leave` says what steps leave that is not as usual. */
function played(what: string, leave: Readonly<Record<string, Played>> = {}, params = {}): PlayedRun {
  const behaviour = behaviours.find((each) => each.what === what);
  if (behaviour === undefined) throw new Error(`no behaviour '${what}'`);
  const counts = new Map<string, number>();
  return play(
    emitted(behaviour.pipeline),
    (step) => {
      const count = (counts.get(step) ?? 0) + 1;
      counts.set(step, count);
      return leave[`${step} ${count}`] ?? leave[step] ?? { files: files[step] ?? {} };
    },
    params,
  );
}

const says = (verdict: string): Played => ({ files: { verdict, reason: `it said ${verdict}` } });

describe('a gate with an arm for everything', () => {
  it.each<[string, Played, string[], string]>([
    ['passes', says('pass'), ['smoke', 'publish'], 'pass'],
    ['fails', says('fail'), ['smoke', 'discard', 'notify'], 'fail'],
    ['could not judge', { ...(says('error') as object), exit: 1 }, ['smoke', 'on-smoke-verdict-error-notify'], 'error'],
    [
      'says pass and exits 1',
      { ...(says('pass') as object), exit: 1 },
      ['smoke', 'on-smoke-verdict-error-notify'],
      'error',
    ],
    ['leaves no file', {}, ['smoke', 'on-smoke-verdict-error-notify'], 'error'],
    ['says another word', says('passed'), ['smoke', 'on-smoke-verdict-error-notify'], 'error'],
    ['says inconclusive', says('inconclusive'), ['smoke', 'on-smoke-verdict-inconclusive'], 'inconclusive'],
  ])('that %s', (_, smoke, ran, verdict) => {
    const run = played('a gate with an arm for everything', { smoke }, { 'model-version': '7' });
    expect(run.ran.filter((name) => !/ends-red/.test(name))).toEqual(ran);
    expect(run.green).toBe(verdict === 'pass');
    expect(run.results.verdict).toBe(verdict);
    expect(Object.values(run.skipped).filter((why) => ![guarded, stopping].includes(why))).toEqual([]);
  });

  it('whose pod is killed ends red, and nothing follows', () => {
    const run = played('a gate with an arm for everything', { smoke: 'killed' }, { 'model-version': '7' });
    expect(run).toMatchObject({ ran: ['smoke'], green: false });
  });

  it('tells its reason to who asks, without what the kubelet would replace', () => {
    const smoke = { files: { verdict: 'fail', reason: 'was $(TOKEN) {{x}}\nand more' } };
    const run = played('a gate with an arm for everything', { smoke }, { 'model-version': '7' });
    expect(run.given.discard?.env.REASON).toBe('was  (TOKEN) ((x)) and more');
  });
});

describe('a run', () => {
  it('starts with nothing that its inputs do not take', () => {
    const run = played('a gate with an arm for everything', {}, { 'model-version': 'latest' });
    expect(run.ran).toEqual([]);
    expect(run.green).toBe(false);
    expect(run.said).toEqual(['model-version: it does not match [0-9]{1,9}: latest']);
  });

  it('hands nothing on that a task does not declare', () => {
    const run = played('a match on a word whose outputs are used', {
      train: { files: { ...files.train, kind: 'huge' } },
    });
    expect(run).toMatchObject({
      ran: ['train'],
      green: false,
      said: ['output kind: it is none of small, large: huge'],
    });
  });

  it('checks a value where it is taken by something narrower', () => {
    expect(played('a value that is checked where it is taken', {}, { version: '12' }).green).toBe(true);
    const run = played('a value that is checked where it is taken', {}, { version: 'v12' });
    expect(run).toMatchObject({ ran: [], green: false });
  });

  it('makes texts, records and fields of its inputs', () => {
    const run = played(
      'inputs of every kind, and texts and fields made of them',
      {},
      { g: '{"name":"me","deep":{"on":true}}' },
    );
    expect(run.given.notify?.words).toEqual(['python', 'notify.py']);
    expect(run.given.pick?.env).toEqual({ SCORES: `[{"key":"it's","value":0.1,"good":false}]`, LIMIT: '1' });
    expect(run.green).toBe(true);
  });

  it('gives a task a field of what it was given', () => {
    expect(played('a field of an input inside a task').given.fielded?.env).toEqual({ NAME: 'me', BOTH: 'x$$5' });
  });
});

describe('steps below a match', () => {
  const what = 'steps below a match, on a pass and in any case';

  it('run on a pass, all of them', () => {
    const run = played(what);
    expect(run.ran).toEqual(['smoke', 'publish', 'below', 'notify', 'after-told']);
    expect(run.green).toBe(true);
  });

  it.each(['fail', 'error'])('run on %s where they use what the match hands on, and the run ends red', (verdict) => {
    const run = played(what, { smoke: says(verdict) });
    expect(run.ran).toContain('notify');
    expect(run.ran).toContain('after-told');
    expect(run.ran).not.toContain('below');
    expect(run.ran.at(-1)).toBe('on-smoke-verdict-ends-red');
    expect(run.green).toBe(false);
    // At the end the engine says of all that it left out that it was stopping.
    expect(Object.values(run.skipped).filter((why) => why !== stopping)).toEqual([]);
  });
});

describe('a gate inside an arm', () => {
  const what = 'a gate inside an arm, and a step after both';

  it.each([
    ['pass', 'pass', true],
    ['pass', 'fail', false],
    ['pass', 'error', false],
    ['pass', 'inconclusive', false],
    ['fail', 'pass', false],
    ['error', 'pass', false],
  ])('after %s saying %s: publish runs %s', (outer, inner, publishes) => {
    const run = played(what, { 'smoke 1': says(outer), 'smoke 2': says(inner) });
    expect(run.ran.includes('publish')).toBe(publishes);
    expect(run.green).toBe(publishes);
  });
});

describe('a when', () => {
  const what = 'a when with a default, the default of another';

  it('hands on what its block made', () => {
    const run = played(what);
    expect([run.given.notify?.env, run.given.notify?.words]).toBeDefined();
    expect(run.ran).toEqual(['train', 'publish', 'notify', 'by']);
  });

  it('is read as its default where the block did not run', () => {
    const run = played(what, { train: { files: { ...files.train, kind: 'large' } } });
    expect(run.ran).toEqual(['train', 'notify', 'by']);
    expect(run).toMatchObject({ green: true, skipped: {} });
  });

  it.each([
    ['0.95', 'small', 'x', ['train', 'publish', 'notify', 'tell']],
    ['0.995', 'small', 'a', ['train', 'notify', 'tell']],
    ['0.5', 'small', 'a', ['train', 'tell']],
    ['0.5', 'large', 'z', ['train', 'notify', 'tell']],
  ])('of numbers: %s of a %s by %s', (accuracy, kind, by, ran) => {
    const train = { files: { ...files.train, accuracy, kind } };
    const run = played('conditions of numbers, joined', { train }, { by });
    expect([...run.ran].sort()).toEqual([...ran].sort());
    expect(run.green).toBe(true);
    expect(Object.values(run.skipped).filter((why) => why !== guarded)).toEqual([]);
  });

  it.each([
    ['true', '0.5', { message: 'sha256:1', values: '[0.5,0.5]' }],
    ['true', '0.1', { message: 'small', values: '[0.1,0.1]' }],
    ['false', '0.5', { message: 'none', values: '[]' }],
  ])('around another and a loop: %s, %s', (go, value, taken) => {
    const score = { files: { ...files.score, value } };
    const run = played('a when and a loop inside a when, on what was made there', { score }, { go });
    expect(run.said).toEqual([]);
    expect(run.green).toBe(true);
    expect(run.given.many?.env.VALUES).toBe(taken.values);
    expect(Object.values(run.skipped).filter((why) => why !== guarded)).toEqual([]);
    expect(run.ran.includes('publish')).toBe(taken.message === 'sha256:1');
  });

  it.each([
    ['x', true],
    ['nobody', false],
    ['z', false],
  ])('of words: by %s it runs %s', (by, runs) => {
    expect(played('conditions of words, joined and negated', {}, { by }).ran.includes('notify')).toBe(runs);
  });
});

describe('a match whose outputs are used', () => {
  it.each([
    ['small', 'publish', 'sha256:1'],
    ['large', 'publish-large', 'sha256:1'],
  ])('hands on those of the arm %s', (kind, publish, digest) => {
    const run = played('a match on a word whose outputs are used', { train: { files: { ...files.train, kind } } });
    expect(run.ran).toContain(publish);
    expect(run.ran.filter((name) => name.startsWith('publish'))).toHaveLength(1);
    expect(run.results).toEqual({ digest });
    expect(run.green).toBe(true);
  });
});

describe('a loop', () => {
  it('over a known list gives each its item, and gathers by its key', () => {
    const run = played('a loop over a list that is known, what belongs together gathered');
    expect(run.given['score {"name":"gru","rate":0.1}']?.words).toEqual(['score', 'gru', '0.1']);
    expect(JSON.parse(run.given.pick?.env.SCORES ?? '')).toEqual([
      { key: 'gru', value: 0.5, good: true },
      { key: "l's", value: 0.5, good: true },
    ]);
    expect(run.given.pick?.env.LIMIT).toBe('0.95');
  });

  it('over a list of a step keeps its order, although Tekton gathers by the names of pods', () => {
    const tags = Array.from({ length: 12 }, (_, i) => `t${i}`);
    const score = { files: { ...files.score, tags: JSON.stringify(tags) } };
    let next = 0;
    const behaviour = behaviours.find(({ what }) => what === 'a loop over a list that a step makes, gathered');
    const run = play(emitted(behaviour?.pipeline as never), (step) =>
      step === 'score' ? { files: { ...score.files, value: String(next++) } } : {},
    );
    expect(JSON.parse(run.given.many?.env.VALUES ?? '')).toEqual(tags.map((_, i) => i + 1));
    expect(run.green).toBe(true);
  });

  it('over an empty list runs nothing and hands on an empty list', () => {
    const run = played('a loop over a list that a step makes, gathered', {
      score: { files: { ...files.score, tags: '[]' } },
    });
    expect(run.ran).toEqual(['score', 'many']);
    expect(run.given.many?.env.VALUES).toBe('[]');
    expect(run.green).toBe(true);
  });
});

describe('a row of gates', () => {
  const what = 'a row of gates, one reading what another left';

  it('passes when all do, and hands on what an earlier one left', () => {
    const run = played(what);
    expect(run.ran).toEqual(['pods', 'smoke', 'pods-again', 'publish']);
    expect(run.given['pods-again']?.words).toEqual(['probe', 'b1']);
    expect(run.green).toBe(true);
  });

  it.each([
    ['the first', { 'probe 1': says('fail') }, ['pods', 'discard']],
    ['the second', { smoke: says('fail') }, ['pods', 'smoke', 'discard']],
    ['the last', { 'probe 2': says('fail') }, ['pods', 'smoke', 'pods-again', 'discard']],
  ])('stops where %s fails, and says what that one said', (_, leave, ran) => {
    const run = played(what, leave);
    expect(run.ran.filter((name) => !/ends-red/.test(name))).toEqual(ran);
    expect(run.given.discard?.env.REASON).toBe('it said fail');
    expect(run.green).toBe(false);
  });
});

describe('what runs at the end', () => {
  it.each([
    ['well', {}, 'me Succeeded', 'notify', true],
    ['badly', { train: { exit: 1 } }, 'me Failed', 'on-status-failed', false],
  ])('is told that the run went %s', (_, leave, status, other, green) => {
    const run = played('a finally that is told how it went', leave as never);
    expect(run.given.cleanup?.words).toEqual(['cleanup', status]);
    expect(run.ran.some((name) => name.includes(other) || (other !== 'notify' && /failed/i.test(name)))).toBe(true);
    expect(run.green).toBe(green);
  });

  it('is the exit task of a unit, which knows the name of the run', () => {
    const run = played('a task at the end of the whole run, with an account of its own', { train: 'killed' });
    expect(run.ran).toEqual(['train', 'settle']);
    expect(run.given.settle?.env.RUN).toBe('it-1');
  });
});

describe('every behaviour', () => {
  const verdicts = ['pass', 'fail', 'error', 'inconclusive'];
  const params = { e: 'x', g: '{"name":"me","deep":{"on":true}}', 'model-version': '7' };

  it.each(behaviours.filter(({ tekton }) => tekton === undefined))('of $what skips by guards only', ({ pipeline }) => {
    const it = emitted(pipeline);
    for (const first of verdicts) {
      for (const second of verdicts) {
        let gates = 0;
        const kind = first === 'pass' ? 'small' : 'large';
        const run = play(
          it,
          (step) => {
            if (step === 'smoke' || step === 'probe') return says(gates++ === 0 ? first : second);
            return { files: { ...files[step], ...(step === 'train' ? { kind } : {}) } };
          },
          params,
        );
        const odd = Object.entries(run.skipped).filter(
          ([, why]) => why !== guarded && !(why === stopping && !run.green),
        );
        expect(odd, `${first}, ${second}`).toEqual([]);
        if (gates === 0 && second === 'pass') break;
      }
    }
  });
});
