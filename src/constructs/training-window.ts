import { PipelineError } from '../core/error';
import { oneOf } from '../core/parameter/one-of';
import type { Param } from '../core/parameter/parameter';

/** Hours of data that training looks back on: a day, a week, thirty days. @public */
export const trainingWindows = ['24', '168', '720'] as const;

/** @public */
export type TrainingHours = (typeof trainingWindows)[number];

/**
 * The input of a pipeline that says how far training looks back: a day, a week or thirty days, in hours.
 *
 * @throws PipelineError MLP3050 for another default.
 * @example
 * ```ts
 * const retrain = pipeline('retrain', { trainingHours: trainingWindow('720') }, (p, { trainingHours }) => {
 *   p.step(DataSource.synthetic().check(), { trainingHours });
 * });
 * ```
 * @public
 */
export function trainingWindow(hours: TrainingHours = '168'): Param<TrainingHours, true> {
  if (trainingWindows.includes(hours)) return oneOf(trainingWindows, { default: hours });
  throw new PipelineError({
    code: 'MLP3050',
    message: `training looks back ${String(hours)} hours`,
    expected: trainingWindows.join(', '),
    actual: hours,
  });
}
