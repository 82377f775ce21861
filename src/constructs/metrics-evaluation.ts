import { PipelineError } from '../core/error';
import { number } from '../core/parameter/number';
import type { Params } from '../core/parameter/parameter';
import { text } from '../core/parameter/text';
import { verdict } from '../core/parameter/verdict';
import { programTask } from '../core/program-task';
import type { Task } from '../core/task';
import { programText } from '../programs/bundle';
import { variableOf } from '../programs/check-metrics/measured';
import { inputsOf, type MetricsRules } from '../programs/check-metrics/rules';
import { rulesProblems } from '../programs/check-metrics/rules-problems';
import type { Training } from './evaluation';

type GapsOf<R> = R extends { readonly gap: { readonly to: infer N extends string } } ? N : never;
type ChampionsOf<R> = R extends { readonly champion: { readonly of: infer N extends string } } ? N : never;
type SamplesOf<M> = M extends { readonly samples: { readonly of: infer N extends string } } ? N : never;
type HashesOf<M> = M extends { readonly data: { readonly of: infer A extends string; readonly champion: infer B } }
  ? A | Extract<B, string>
  : never;
type RuleOf<M extends MetricsRules> = M['metrics'][keyof M['metrics']];

/**
 * The outputs of training that rules refer to, with their types.
 *
 * @internal
 */
export type MetricsInputs<M extends MetricsRules> = {
  readonly [K in (keyof M['metrics'] & string) | GapsOf<RuleOf<M>> | SamplesOf<M>]: number;
} & { readonly [K in ChampionsOf<RuleOf<M>> | HashesOf<M>]: string };

/** The task that judges numbers, once it is known where. @internal */
export function metricsTask(rules: MetricsRules): (training: Training) => Task<never, unknown> {
  const problems = rulesProblems(rules);
  if (problems.length > 0) {
    throw new PipelineError({
      code: 'MLP3009',
      message: `Evaluation.metrics can't judge: ${problems.join('; ')}`,
      expected: 'limits for outputs of training: { metrics: { accuracy: { atLeast: 0.8 } } }',
    });
  }
  const { numbers, champions, hashes } = inputsOf(rules);
  const all = [...numbers, ...champions, ...hashes];
  // Read once: what is changed in the object later was not checked.
  const told = JSON.stringify(rules);
  const inputs: Params = {
    ...Object.fromEntries(numbers.map((name) => [name, number()])),
    ...Object.fromEntries(champions.map((name) => [name, text({ pattern: /[A-Za-z0-9.+-]*/ })])),
    ...Object.fromEntries(hashes.map((name) => [name, text({ pattern: /[A-Za-z0-9._:/@+=,-]*/ })])),
  };
  return ({ programImage }) =>
    programTask(
      'evaluate',
      { name: 'check-metrics', text: programText('check-metrics') },
      {
        image: programImage,
        inputs,
        outputs: { verdict: verdict(), reason: text() },
        env: (task) => ({
          ...Object.fromEntries(all.map((name) => [variableOf(name), task.inputs[name] ?? ''])),
          RULES: told,
        }),
        // The program needs no time; a node has to be found and the image pulled.
        timeout: { toMilliseconds: () => 300_000 },
      },
    ) as unknown as Task<never, unknown>;
}
