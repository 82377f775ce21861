import { startDeadline } from '../deadline';
import { type Environment, readEnvironment } from '../environment';
import { handedOn } from '../members/handed-on';
import { mlflowApi } from '../mlflow/api';
import { moveAliases } from '../mlflow/move-aliases';
import { trackingServer } from '../mlflow/tracking-server';
import { type Registered, registerRun } from '../register-model/register-run';
import type { Registering } from '../register-model/settle-version';
import type { Session } from '../session';
import { Trouble } from '../trouble';
import type { Judgement, Verdict } from '../verdict';
import { contract } from './contract';
import { type Candidate, type Left, lookAt } from './look-at';
import type { MemberRegistration, Policy } from './rules';

interface Kept extends Registered {
  readonly member: MemberRegistration;
  readonly word: 'registered';
  readonly why: string;
}

type Ended = Kept | Left;
type Services = Pick<Registering, 'api' | 'deadline' | 'session' | 'pipelineRun'> & { readonly poll: number };

/**
 * Judges each model by what its run logged, and registers those that pass: each for itself, or all or none. Aliases move
 * when everything is registered, all or none of them.
 *
 * @internal
 */
export async function registerEach(environment: Environment, session: Session): Promise<Judgement> {
  const { tracking, deadline: seconds, poll, pipelineRun, rules } = readEnvironment(environment, contract);
  const { policy, members } = rules;
  const runs = handedOn(members, environment);
  const deadline = startDeadline(seconds);
  const api = mlflowApi(trackingServer(tracking, session), { deadline, session });
  const looked: (Candidate | Left)[] = [];
  for (const member of members) looked.push(await lookAt(member, runs.get(member.name) ?? 'none', { api, session }));
  const services = { api, deadline, session, pipelineRun, poll };
  const ended = await aliased(await registered(looked, policy, services), policy, services);
  Object.assign(session.evidence, { policy, pipelineRun, members: ended });
  for (const { member, word, why } of ended) session.log(`${member.name}: ${word}: ${why}`);
  return {
    verdict: verdictOf(ended),
    reason: ended.map(({ member, word, why }) => `${member.name}=${word}(${why})`).join(' '),
    outputs: Object.assign(
      { report: ended.map(({ member, word }) => `${member.name}=${word}`).join(',') },
      ...ended.map(outputsOf),
    ),
  };
}

/** One after the other, so that the first that can't be registered keeps the others from it where none may be alone. */
async function registered(
  looked: readonly (Candidate | Left)[],
  policy: Policy,
  services: Services,
): Promise<readonly Ended[]> {
  const ended: Ended[] = [];
  const blocked = () => policy === 'allOrNothing' && [...looked, ...ended].some(blocks);
  for (const one of looked) {
    if ('word' in one) ended.push(one);
    else ended.push(blocked() ? held(one.member, one.why) : await register(one, services));
  }
  // A version that nothing points at stays in the registry, and does no harm there.
  return blocked() ? ended.map((one) => (one.word === 'registered' ? unused(one, 'held') : one)) : ended;
}

async function register({ member, run, source, why }: Candidate, services: Services): Promise<Ended> {
  const { model } = member;
  const left = (word: Left['word'], why: string): Left => ({ member, word, why });
  try {
    const made = await registerRun({ ...services, model, runId: run.id }, source, services.poll);
    if ('unready' in made) return left('error', made.unready);
    if ('refused' in made) return left('refused', `run ${run.id}: ${made.refused}`);
    return { ...made, member, word: 'registered', why: `version ${made.version} of ${model}, ${why}` };
  } catch (problem) {
    if (problem instanceof Trouble) return left('error', problem.message);
    throw problem;
  }
}

async function aliased(ended: readonly Ended[], policy: Policy, services: Services): Promise<readonly Ended[]> {
  const moves = ended.flatMap((one) => {
    const { model, alias } = one.member;
    return one.word === 'registered' && alias !== undefined ? [{ model, alias, version: one.version }] : [];
  });
  const problem = await moveAliases(moves, services);
  if (problem === undefined) return ended;
  return ended.map((one) => {
    if (one.word !== 'registered' || (policy === 'perModel' && one.member.alias === undefined)) return one;
    return unused(one, 'error', problem);
  });
}

const held = (member: MemberRegistration, why: string): Left => ({
  member,
  word: 'held',
  why: `${why}; others did not pass`,
});

function unused({ member, why }: Kept, word: 'held' | 'error', problem = 'others could not be registered'): Left {
  return { member, word, why: `${why}, that no alias names: ${problem}` };
}

const blocks = (one: Candidate | Ended): boolean =>
  one.member.required && 'word' in one && one.word !== 'registered' && one.word !== 'held';

/** Of what has to be registered; where nothing is, that is no pass either. */
function verdictOf(ended: readonly Ended[]): Verdict {
  const words = ended.filter(({ member }) => member.required).map(({ word }) => word);
  if (words.includes('error')) return 'error';
  if (words.some((word) => word === 'fail' || word === 'missing' || word === 'refused')) return 'fail';
  if (words.includes('inconclusive')) return 'inconclusive';
  return ended.some(({ word }) => word === 'registered') ? 'pass' : 'fail';
}

function outputsOf(one: Ended): Readonly<Record<string, string>> {
  const { name } = one.member;
  if (one.word !== 'registered') return { [name]: 'none' };
  return { [name]: one.version, [`${name}-uri`]: one.uri, [`${name}-digest`]: one.digest };
}
