import type { Session } from '../session';
import { Trouble } from '../trouble';
import { deleteAlias, setAlias, versionByAlias } from './alias';
import type { MlflowApi } from './api';

/** An alias that is to name another version. @internal */
export interface Move {
  readonly model: string;
  readonly alias: string;
  readonly version: string;
}

/**
 * Moves all of some aliases, or none: where one can't be moved, those before it name again what they did before. An alias
 * that names a newer version already stays.
 *
 * @returns nothing, or what went wrong and what became of the aliases
 * @internal
 */
export async function moveAliases(
  moves: readonly Move[],
  { api, session }: { readonly api: MlflowApi; readonly session: Session },
): Promise<string | undefined> {
  const moved: (Move & { readonly before: string | undefined })[] = [];
  try {
    const now = await Promise.all(moves.map(({ model, alias }) => versionByAlias(api, model, alias)));
    for (const [i, move] of moves.entries()) {
      const { model, alias, version } = move;
      const before = now[i]?.version;
      if (before !== undefined && Number(before) >= Number(version)) continue;
      // Before it is asked for: a lost answer says nothing of what was done.
      moved.push({ ...move, before });
      if (!(await setAlias(api, model, alias, version)))
        throw new Trouble(`MLflow has no version ${version} of ${model} to call ${alias}`);
      session.log(`${model}: ${alias} is version ${version}, it was ${before ?? 'none'}`);
    }
    return undefined;
  } catch (problem) {
    if (!(problem instanceof Trouble)) throw problem;
    const left = await restored(moved, { api, session });
    return `${problem.message}; ${left.length === 0 ? 'every alias is where it was' : left.join(', ')}`;
  }
}

/** Names those that could not be taken back. */
async function restored(
  moved: readonly (Move & { readonly before: string | undefined })[],
  { api, session }: { readonly api: MlflowApi; readonly session: Session },
): Promise<readonly string[]> {
  const left: string[] = [];
  for (const { model, alias, version, before } of moved.toReversed()) {
    try {
      // What somebody else has moved since is theirs.
      if ((await versionByAlias(api, model, alias))?.version !== version) continue;
      await (before === undefined ? deleteAlias(api, model, alias) : setAlias(api, model, alias, before));
      session.log(`${model}: ${alias} is ${before ?? 'none'} again`);
    } catch (problem) {
      if (!(problem instanceof Trouble)) throw problem;
      left.push(`${alias} of ${model} still may be version ${version}, it was ${before ?? 'none'}`);
    }
  }
  return left;
}
