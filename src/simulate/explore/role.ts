import { show } from '../../core/check-value';
import { PipelineError } from '../../core/error';
import { suggest } from '../../core/suggest';

/**
 * What a template does to the world, as far as the proofs ask for it.
 *
 * - `gate`: judges the candidate. `gate:verdict=pass` passes when it succeeds and its output says so, `gate:model-version`
 *   when the output is not empty; a plain `gate` reads `verdict` if it declares such an output, else success is a pass.
 * - `judges`: judges several candidates at once, as a gate does; those that pass may go on, and the run ends red for the others.
 * - `overrides`: somebody with the right to puts a reason in the place of a pass.
 * - `deploys`, `checks-rollout`, `moves-alias`, `promotes`, `reverts`, `locks`, `unlocks`: of an environment if one is named,
 *   as in `deploys:staging`.
 * - `approves`: says that the candidate may go on, and leaves that to somebody else.
 * - `holds`: leaves the candidate where it is, on purpose.
 * - `locked`: takes the lock itself for all that it does.
 *
 * @public
 */
export type RoleText = string;

/** @internal */
export const effects = [
  ...([
    'gate',
    'judges',
    'overrides',
    'deploys',
    'checks-rollout',
    'moves-alias',
    'promotes',
    'reverts',
    'approves',
    'holds',
  ] as const),
  ...(['locks', 'unlocks', 'locked'] as const),
] as const;

/** @internal */
export type Effect = (typeof effects)[number];

/** @internal */
export interface Role {
  readonly effect: Effect;
  /** The environment; nothing stands for all. */
  readonly environment: string | undefined;
  /** What a gate leaves, and what it has to be; any text but an empty one where nothing is said. */
  readonly verdict: { readonly output: string; readonly pass: string | undefined } | undefined;
}

/**
 * Reads one role.
 *
 * @param at where it is written
 * @throws PipelineError MLP5203
 * @internal
 */
export function parseRole(text: unknown, at: string): Role {
  const parts =
    typeof text === 'string' ? /^([a-z-]+)(?::([A-Za-z0-9._-]+)(?:=([A-Za-z0-9._-]+))?)?$/.exec(text) : null;
  const [, word = '', about, pass] = parts ?? [];
  const effect = effects.find((each) => each === word);
  if (effect === undefined || (pass !== undefined && !judging(effect))) {
    const meant = suggest(word, effects);
    throw new PipelineError({
      code: 'MLP5203',
      message: `${show(text)} is no role`,
      at,
      actual: text,
      expected: `one of ${effects.join(', ')}, and an environment after a colon: 'deploys:staging'`,
      ...(meant !== undefined && { fix: `'${meant}'` }),
    });
  }
  if (judging(effect)) {
    return { effect, environment: undefined, verdict: about === undefined ? undefined : { output: about, pass } };
  }
  return { effect, environment: about, verdict: undefined };
}

/** Whether what it leaves is a judgement. @internal */
export function judging(effect: Effect): boolean {
  return effect === 'gate' || effect === 'judges';
}
