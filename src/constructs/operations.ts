import { Construct } from 'constructs';
import { oneOf } from '../core/parameter/one-of';
import { text } from '../core/parameter/text';
import { pipeline } from '../core/pipeline';
import { type EngineTarget, emitter } from '../engines/kubernetes/engine';
import type { Step } from '../programs/release/step';
import { operatorOutcomes } from '../programs/release/step-outputs';
import { type UndoOutcome, undoOutcomes } from '../programs/release/undo-outcome';
import { candidateInputs } from './candidate';
import { emitSchedule } from './emit-schedule';
import type { Promotion } from './promotion';
import { releaseTask } from './release-task';
import { Schedule } from './schedule';
import { settleTask } from './settle-task';

/** What a person may have to do about a candidate that is tested, and why a reason is asked for it. */
const operations = {
  override: 'Puts your word in the place of a verdict, for a candidate that is held: it may then be promoted.',
  'release-hold': 'Takes a rejection or a hold back: the version may be tested again, and needs a verdict of its own.',
  'retry-gate': 'Lets a held candidate be tested again: start the gate with it afterwards.',
} as const satisfies { readonly [K in Step]?: string };

type Operator = keyof typeof operations;

/**
 * What stands beside a decision, for the nights when it goes wrong: a settle that comes by itself, and what a person may
 * do about a candidate, each with an account of its own.
 *
 * @internal
 */
export function emitOperations(
  scope: Construct,
  id: string,
  {
    engine,
    promotion,
    settle = Schedule.cron('*/15 * * * *', { timezone: 'Etc/UTC' }),
  }: { readonly engine: EngineTarget; readonly promotion: Promotion; readonly settle?: Schedule | undefined },
): void {
  const name = `${id}-settle`;
  const task = settleTask(promotion, engine.programImage, 'settle', false);
  const run = pipeline(name, {}, (p) => void p.step(task));
  emitSchedule(new Construct(scope, name), 'settle', {
    engine,
    run,
    schedule: settle,
    description: 'Finishes what a dead run left open, and sets aliases and tags again. Safe at any time.',
  });
  const { application, name: to } = promotion.to ?? promotion.from;
  engine[emitter].emitUnit(engine, scope, `${id}-undo`, {
    description: `Takes a promoted version of ${application} back: what it replaced in ${to} is deployed again, and the version is rejected there.`,
    pipeline: operation(`${id}-undo`, 'undo', promotion, engine, undoWords),
  });
  // A promotion of what was promoted before has no gate whose word could be replaced or asked for again.
  if (promotion.evidence === 'promoted') return;
  for (const [step, description] of Object.entries(operations) as [Operator, string][]) {
    engine[emitter].emitUnit(engine, scope, `${id}-${step}`, {
      description,
      pipeline: operation(`${id}-${step}`, step, promotion, engine, operatorOutcomes),
    });
  }
}

const asked = {
  modelVersion: candidateInputs.modelVersion,
  by: text({ pattern: /[^{}\n\r\t]{1,100}/, doc: 'who asks' }),
  reason: text({ pattern: /[^{}\n\r\t]{1,500}/, doc: 'why; stands in the record' }),
} as const;

const undoWords = Object.keys(undoOutcomes) as UndoOutcome[];

function operation(
  name: string,
  step: Operator | 'undo',
  promotion: Promotion,
  engine: EngineTarget,
  words: readonly string[],
) {
  const task = releaseTask(promotion, step, {
    programImage: engine.programImage,
    inputs: asked,
    outputs: { outcome: oneOf([...words, 'error']) },
    env: ({ modelVersion, by, reason }) => ({ MODEL_VERSION: modelVersion, BY: by, REASON: reason }),
  });
  return pipeline(name, asked, (p, inputs) => void p.step(task, inputs));
}
