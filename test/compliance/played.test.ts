import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Pipeline, tekton } from '../../src/engines/tekton/index';
import { argo, type Unit, WorkflowTemplate } from '../../src/index';
import {
  compile,
  fails,
  type Leaf,
  nodeLost,
  type Outcome,
  outOfMemory,
  playPlan,
  type SimulationPlan,
} from '../../src/simulate/index';
import { behaviours } from './behaviours';

/** What programs leave when all is well. */
const left: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  train: { 'model-version': '7', accuracy: '0.95', kind: 'small' },
  smoke: { verdict: 'pass', reason: 'all well' },
  probe: { verdict: 'pass', reason: 'pods well', baseline: 'b1' },
  publish: { digest: 'sha256:1' },
  discard: { digest: 'sha256:0' },
  score: { value: '0.5', good: 'true', tags: '["a","b"]' },
  everything: { version: '3' },
};

/** The program of a step, by the last word of its command that is no argument; nothing for our own. */
function programOf(leaf: Leaf): string | undefined {
  const { container } = leaf.manifest();
  const words = [...(container?.command ?? []), ...(container?.args ?? [])];
  if (words.some((word) => word.startsWith('/program/')))
    return words.some((word) => word.endsWith('/hold.mjs')) ? 'hold' : undefined;
  return words[0] === 'python' ? words[1]?.replace(/\.py$/, '') : words[0];
}

interface End {
  readonly green: boolean;
  /** Programs that ran, and how often. */
  readonly ran: readonly string[];
}

type Becomes = (program: string, count: number) => Outcome | undefined;

function play(plan: SimulationPlan, becomes: Becomes, given: Readonly<Record<string, string>>): End {
  const counts = new Map<string, number>();
  const ran: string[] = [];
  const { phase } = playPlan(
    plan,
    (leaf) => {
      const program = programOf(leaf);
      if (program === undefined) return undefined;
      ran.push(program);
      if (program === 'hold') return fails(1);
      const count = (counts.get(program) ?? 0) + 1;
      counts.set(program, count);
      return becomes(program, count) ?? { kind: 'ended', outputs: left[program] ?? {} };
    },
    { arguments: given },
  );
  // What runs before a program in its pod is no step of its own on Argo.
  return { green: phase === 'Succeeded', ran: ran.filter((each) => each !== 'hold' && each !== 'fetch').sort() };
}

const says =
  (first: string, second = first): Becomes =>
  (program, count) =>
    program === 'smoke' || program === 'probe'
      ? { kind: 'ended', outputs: { ...left[program], verdict: count === 1 ? first : second, reason: 'so' } }
      : undefined;
const but =
  (wanted: string, outcome: Outcome): Becomes =>
  (program) =>
    program === wanted ? outcome : undefined;

const scenarios: Readonly<Record<string, Becomes>> = {
  'all is well': () => undefined,
  'gates fail': says('fail'),
  'gates say error': says('error'),
  'gates are inconclusive': says('inconclusive'),
  'gates say another word': says('passed'),
  'the first gate passes and the next fails': says('pass', 'fail'),
  'gates exit 1 without a word': (program) =>
    program === 'smoke' || program === 'probe' ? { kind: 'ended', exitCode: 1 } : undefined,
  'gates write nothing': (program) =>
    program === 'smoke' || program === 'probe' ? { kind: 'ended', outputs: { '*': null } } : undefined,
  'training fails': but('train', fails(1)),
  'training writes nothing': but('train', { kind: 'ended', outputs: { '*': null } }),
  'the other kind is trained': but('train', {
    kind: 'ended',
    outputs: { ...left.train, kind: 'large', accuracy: '0.995' },
  }),
  'scores are low, and there is nothing to go on with': but('score', {
    kind: 'ended',
    outputs: { ...left.score, value: '0.1', tags: '[]' },
  }),
  'what publishes fails': but('publish', fails(1)),
  'a second attempt is needed': (program, count) => (program === 'again' && count === 1 ? fails(1) : undefined),
};

const given: Readonly<Record<string, string>> = { g: '{"name":"me","deep":{"on":true}}', 'model-version': '7' };

function plansOf(pipeline: Unit<never, unknown>): readonly [SimulationPlan, SimulationPlan] {
  const onArgo = new Chart(new App(), 'chart', { namespace: 'mlops' });
  const { apiObject: workflow } = new WorkflowTemplate(onArgo, 'it', { pipeline, engine: argo('4.0') });
  const onTekton = new Chart(new App(), 'chart', { namespace: 'mlops' });
  const { apiObject: own } = new Pipeline(onTekton, 'it', { pipeline, engine: tekton('1.15') });
  return [compile(onArgo.toJson(), { submit: workflow.name }), compile(onTekton.toJson(), { submit: own.name })];
}

const portable = behaviours.filter(({ tekton: refused }) => refused === undefined);

describe('the same definition in the simulator of both engines', () => {
  it.each(portable)('ends alike, having run the same programs: $what', ({ pipeline }) => {
    const [onArgo, onTekton] = plansOf(pipeline);
    const asked = new Set((onTekton.tekton?.runs[0]?.pipeline?.params ?? []).map(({ name }) => name));
    const own = Object.fromEntries(Object.entries(given).filter(([name]) => asked.has(name)));
    for (const [what, becomes] of Object.entries(scenarios)) {
      expect({ what, ...play(onTekton, becomes, own) }).toEqual({ what, ...play(onArgo, becomes, own) });
    }
  });

  const gated = portable.filter(({ what }) => /\bgates?\b|verdict|on a pass/.test(what));
  it.each(gated)(
    'ends red and publishes nothing where a gate is killed or its machine is lost: $what',
    ({ pipeline }) => {
      for (const plan of plansOf(pipeline)) {
        for (const outcome of [outOfMemory, nodeLost, { kind: 'hangs' } as const]) {
          const killed: Becomes = (program) => (program === 'smoke' || program === 'probe' ? outcome : undefined);
          const { green, ran } = play(plan, killed, plan.tekton === undefined ? {} : given);
          expect({ green, published: ran.includes('publish') }).toEqual({ green: false, published: false });
        }
      }
    },
  );
});
