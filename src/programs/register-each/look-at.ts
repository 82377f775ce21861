import { finishedRun } from '../members/finished-run';
import type { MlflowApi } from '../mlflow/api';
import type { Run } from '../mlflow/run';
import type { ModelSource } from '../register-model/model-source';
import { artefactProblem } from '../register-model/model-source';
import { registrable } from '../register-model/register-run';
import type { Session } from '../session';
import { Trouble } from '../trouble';
import { judgeRun } from './judge-run';
import type { MemberRegistration } from './rules';

/** A member that may be registered, and what its numbers say. @internal */
export interface Candidate {
  readonly member: MemberRegistration;
  readonly run: Run;
  readonly source: ModelSource;
  readonly why: string;
}

/**
 * A member that is not registered. `missing`: it has no run that came to its end · `fail`, `inconclusive`: what its numbers
 * say · `refused`: there is no model that could be registered · `held`: it passed, and others did not · `error`: it could
 * not be said, or not be done.
 *
 * @internal
 */
export interface Left {
  readonly member: MemberRegistration;
  readonly word: 'missing' | 'fail' | 'inconclusive' | 'refused' | 'held' | 'error';
  readonly why: string;
}

/** Looks at one member's run, and writes nothing. What is wrong with one does not keep from looking at the next. @internal */
export async function lookAt(
  member: MemberRegistration,
  handedOn: string,
  services: { readonly api: MlflowApi; readonly session: Session },
): Promise<Candidate | Left> {
  const left = (word: Left['word'], why: string): Left => ({ member, word, why });
  try {
    const found = await finishedRun(member.name, handedOn, services);
    if ('why' in found) return left('missing', found.why);
    const { run } = found;
    const { verdict, reason } = judgeRun(member.evaluate, run.metrics);
    if (verdict !== 'pass') return left(verdict, reason);
    const source = await registrable(run, { artifact: member.artifact, loadableBy: member.loadableBy }, services);
    if ('none' in source) return left('refused', `run ${run.id}: ${source.none}`);
    const empty = await artefactProblem(services.api, run, source);
    if (empty !== undefined) return left('refused', `run ${run.id}: ${empty}`);
    return { member, run, source, why: reason };
  } catch (problem) {
    if (problem instanceof Trouble) return left('error', problem.message);
    throw problem;
  }
}
