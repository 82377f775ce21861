import { compile } from '../../compile';
import type { Exploration } from '../exploration';
import { type ExploreOptions, playAlone } from '../explore';
import { createExplorer, type Round } from '../explorer';
import type { Found } from '../search';
import type { Explored } from './messages';
import { createTeam, type Team } from './team';

/** Who plays. @internal */
export interface Players {
  /** Threads; with one, nobody else is asked. */
  readonly workers: number;
  /** Runs that are played before threads are begun: most workflows have fewer. */
  readonly alone: number;
  /** The compiled `worker.ts`. */
  readonly file: string;
}

/**
 * The same as `explore`, on several cores: what it finds does not depend on how many there are.
 *
 * @throws PipelineError as `explore`
 * @internal
 */
export async function exploreInParallel(
  explored: Explored,
  { limit, progress }: Pick<ExploreOptions, 'limit' | 'progress'>,
  { workers, alone, file }: Players,
): Promise<Exploration> {
  const explorer = createExplorer(compile(explored.manifests, explored.compile), {
    ...explored.options,
    ...(limit !== undefined && { limit }),
    ...(progress !== undefined && { progress }),
  });
  if ('plays' in explorer) return explorer;
  let team: Team | undefined;
  const play = async (round: Round): Promise<Found> => {
    const found = playAlone(round, workers === 1 ? Number.POSITIVE_INFINITY : alone);
    if (round.search.isOver()) return found;
    team ??= createTeam(explored, workers, file);
    return await team.play(round);
  };
  try {
    const timeless = await play(explorer.round(false));
    return explorer.conclude(explorer.needsTime(timeless) ? await play(explorer.round(true)) : timeless);
  } finally {
    await team?.dismiss();
  }
}
