import type { Policy } from '../../../src/programs/release/job';
import { verdicts } from '../../../src/programs/verdict';
import {
  chain,
  gate,
  inTarget,
  override,
  passOn,
  promoteOrRevert,
  releaseHold,
  retryGate,
  twin,
  undo,
  withExit,
} from './explore/runs';
import {
  candidate,
  noTroubles,
  policy,
  type RunOfScenario,
  type Scenario,
  scenario,
  type Troubles,
} from './explore/scenario';

const two = {
  'two candidates': [chain(2), chain(3)],
  'the same candidate twice': [chain(2), chain(2)],
  'a gate, and a decision by hand': [gate(2), promoteOrRevert(2)],
};

const three = {
  'two candidates, the older by hand again': [chain(2), chain(3), promoteOrRevert(2)],
  'two candidates, the older once more': [chain(2), chain(3), chain(2)],
  'a gate, a decision by hand, and a newer candidate': [gate(2), promoteOrRevert(2), chain(3)],
};

const operators = {
  'a retry of the gate': [chain(2), retryGate(2), chain(2)],
  'a release of the hold': [chain(2), releaseHold(2), chain(2)],
  'an override': [chain(2), override(2), promoteOrRevert(2)],
};

/** What was promoted, or approved, is taken back at any moment: before, beside or after what else is done about it. */
const undos = {
  'an undo in the target': [chain(2), inTarget(undo(2))],
  'an undo in the source': [chain(2), undo(2)],
  'an undo in the target, and the decision once more': [chain(2), inTarget(undo(2)), promoteOrRevert(2)],
};

const furtherUndos = {
  'an undo in the target twice, and an exit handler': [withExit(chain(2)), inTarget(undo(2)), inTarget(undo(2))],
  'an undo in the target beside a newer candidate': [chain(2), inTarget(undo(2)), chain(3)],
  'an undo in the source, and the same candidate once more': [chain(2), undo(2), chain(2)],
  'an undo in the target beside one that goes on': [chain(2), inTarget(undo(2)), passOn(2)],
  'an undo in the target, released and promoted again': [
    chain(2),
    inTarget(undo(2)),
    inTarget(releaseHold(2)),
    promoteOrRevert(2),
  ],
};

/** From the target into a third environment, once a person has approved. */
const onward = {
  'a candidate that goes on': [chain(2), passOn(2)],
  'a candidate that goes on twice, and an exit handler': [chain(2), withExit(passOn(2)), passOn(2)],
  'a candidate that may go on while a newer one arrives': [chain(2), chain(3), passOn(2)],
};

const overtaking = { 'the newer of two candidates goes on': [chain(2), chain(3), passOn(3)] };

const furtherOnward = {
  ...overtaking,
  'two candidates go on': [chain(2), passOn(2), chain(3), passOn(3)],
  'an override goes on': [chain(2), override(2), promoteOrRevert(2), passOn(2)],
};

/** Taken back where there is no other environment, and what may come after it. */
const undosWithin = {
  'an undo': [chain(2), undo(2)],
  'an undo, and the decision once more': [chain(2), undo(2), promoteOrRevert(2)],
  'an undo beside a newer candidate': [chain(2), undo(2), chain(3)],
};

const furtherUndosWithin = {
  'an undo twice, and an exit handler': [withExit(chain(2)), undo(2), undo(2)],
  'an undo, and the same candidate once more': [chain(2), undo(2), chain(2)],
  'an undo, released and measured again': [chain(2), undo(2), releaseHold(2), chain(2)],
};

const exits = {
  'two candidates and an exit handler': [withExit(chain(2)), chain(3)],
  'the same candidate twice and an exit handler': [withExit(chain(2)), chain(2)],
};

const twins = { 'a run of which two pods live': [chain(2), twin(chain(2))] };

const initial = { ...candidate(1), modelVersion: '0' };

const other = { hold: 'revert', revert: 'hold' } as const;

const policies: readonly Policy[] = (['hold', 'revert'] as const).flatMap((onError) =>
  (['restore', 'hold'] as const).flatMap((onPromoteFailure) =>
    (['hold', 'initial', 'fail'] as const).map(
      (noBaseline): Policy => ({
        evidence: 'verdict',
        within: false,
        onError,
        onInconclusive: other[onError],
        onPromoteFailure,
        noBaseline,
        initial,
      }),
    ),
  ),
);

const reverting: Policy = { ...policy, onError: 'revert', onInconclusive: 'revert' };

/** Where there is no next environment. */
const revertingWithin: Policy = { ...reverting, within: true };

/** What a promotion that fails comes to is said for nothing there. */
const policiesWithin: readonly Policy[] = policies
  .filter(({ onPromoteFailure }) => onPromoteFailure === 'hold')
  .map((policy) => ({ ...policy, within: true }));

const wordsOf = ({ onError, onPromoteFailure, noBaseline, within }: Policy): string =>
  `${onError}, ${within ? 'within' : onPromoteFailure}, without a baseline ${noBaseline}`;

/** Each of the sets under a policy that acts on everything, with some troubles. */
function troubled(
  sets: Readonly<Record<string, readonly RunOfScenario[]>>,
  troubles: Partial<Troubles>,
  part: Partial<Scenario> = {},
): readonly Scenario[] {
  const words = Object.entries(troubles).map(([trouble, times]) => `${times} ${trouble}`);
  const more = [
    ...(part.lag === true ? ['a cluster that lags'] : []),
    ...(part.baseline === false ? ['no version before'] : []),
    ...(part.policy === undefined ? [] : [wordsOf(part.policy)]),
    ...(part.vanishing ?? []).map((version) => `image ${version} vanishing`),
  ];
  return Object.entries(sets).map(([name, runs]) =>
    scenario({
      name: `${name}; ${[...words, ...more].join(', ') || 'no trouble'}`,
      runs,
      policy: reverting,
      troubles: { ...noTroubles, ...troubles },
      ...part,
    }),
  );
}

/** Every policy, with and without a version to go back to, with all verdicts: nothing goes wrong but the candidates. */
const undisturbed: readonly Scenario[] = Object.entries({ ...two, ...three, ...operators }).flatMap(([name, runs]) =>
  [...policies, ...policiesWithin].flatMap((policy) =>
    [
      { baseline: true, missing: [] },
      { baseline: true, missing: [1] },
      { baseline: true, missing: [2] },
      { baseline: false, missing: [] },
      { baseline: false, missing: [0] },
    ].map((part) => {
      const given = `${part.baseline ? 'baseline' : 'first version'}${part.missing.map((version) => `, image ${version} missing`)}`;
      return scenario({ name: `${name}; ${wordsOf(policy)}; ${given}`, runs, policy, verdicts, ...part });
    }),
  ),
);

/** Seconds: for every run of the tests. */
export const small: readonly Scenario[] = [
  ...troubled({ ...two, ...exits }, { crashes: 1 }),
  ...troubled({ ...two, ...exits }, { expiries: 1 }),
  ...troubled({ ...two, ...exits }, { lostAnswers: 1 }),
  ...troubled({ ...two, ...exits }, { delays: 1 }),
  ...troubled(two, { expiries: 1 }, { lag: true }),
  ...troubled(operators, { crashes: 1 }),
  ...troubled(onward, { crashes: 1 }),
  ...troubled(onward, { expiries: 1 }),
  ...troubled(two, { crashes: 1 }, { vanishing: [1, 2] }),
  ...troubled(undos, { crashes: 1 }),
  ...troubled(undos, { expiries: 1 }),
  ...(['crashes', 'expiries', 'lostAnswers', 'delays'] as const).flatMap((trouble) =>
    troubled({ ...two, ...exits }, { [trouble]: 1 }, { policy: revertingWithin }),
  ),
  ...troubled(two, { expiries: 1 }, { policy: revertingWithin, lag: true }),
  ...troubled({ ...operators, ...undosWithin }, { crashes: 1 }, { policy: revertingWithin }),
  ...troubled(undosWithin, { expiries: 1 }, { policy: revertingWithin }),
];

/** Minutes: for CI. */
export const large: readonly Scenario[] = [
  ...undisturbed,
  ...troubled({ ...two, ...exits, ...three, ...operators }, { crashes: 1, expiries: 1 }),
  ...troubled({ ...two, ...exits }, { crashes: 1, expiries: 1, lostAnswers: 1 }),
  ...troubled(two, { crashes: 1, expiries: 1, delays: 1 }),
  ...troubled(two, { crashes: 1, expiries: 1 }, { lag: true }),
  ...policies.flatMap((policy) => [
    ...troubled(two, { crashes: 1, expiries: 1 }, { policy }),
    ...troubled(two, { crashes: 1, expiries: 1 }, { policy, baseline: false }),
  ]),
  ...troubled(two, { crashes: 1, expiries: 1 }, { vanishing: [1, 2] }),
  ...troubled(two, { crashes: 2, expiries: 2 }),
  ...troubled({ ...onward, ...furtherOnward }, { lostAnswers: 1 }),
  ...troubled({ ...onward, ...furtherOnward }, { delays: 1 }),
  ...troubled(furtherOnward, { crashes: 1 }),
  ...troubled(furtherOnward, { expiries: 1 }),
  ...troubled(onward, { expiries: 1 }, { lag: true }),
  ...troubled({ ...onward, ...overtaking }, { crashes: 1, expiries: 1 }),
  ...(['restore', 'hold'] as const).flatMap((onPromoteFailure) =>
    troubled(onward, { crashes: 1 }, { policy: { ...reverting, onPromoteFailure } }),
  ),
  ...troubled(onward, { crashes: 1 }, { baseline: false }),
  ...troubled(onward, {}, { vanishing: [1, 2] }),
  ...troubled({ ...undos, ...furtherUndos }, { lostAnswers: 1 }),
  ...troubled({ ...undos, ...furtherUndos }, { delays: 1 }),
  ...troubled(furtherUndos, { crashes: 1 }),
  ...troubled(furtherUndos, { expiries: 1 }),
  ...troubled(undos, { crashes: 1, expiries: 1 }),
  ...troubled(undos, { expiries: 1 }, { lag: true }),
  ...troubled(undos, { crashes: 1 }, { vanishing: [1, 2] }),
  ...troubled(undos, { crashes: 1 }, { baseline: false, policy: { ...reverting, noBaseline: 'initial' } }),
  ...(['restore', 'hold'] as const).flatMap((onPromoteFailure) =>
    troubled(undos, { crashes: 1 }, { policy: { ...reverting, onPromoteFailure } }),
  ),
  ...troubled(twins, {}),
  ...troubled(twins, { crashes: 1 }),
  ...policiesWithin.flatMap((policy) => [
    ...troubled(two, { crashes: 1, expiries: 1 }, { policy }),
    ...troubled(two, { crashes: 1, expiries: 1 }, { policy, baseline: false }),
  ]),
  ...troubled(
    { ...exits, ...three, ...operators, ...undosWithin, ...furtherUndosWithin },
    { crashes: 1, expiries: 1 },
    { policy: revertingWithin },
  ),
  ...troubled({ ...two, ...exits }, { crashes: 1, expiries: 1, lostAnswers: 1 }, { policy: revertingWithin }),
  ...troubled(two, { crashes: 1, expiries: 1, delays: 1 }, { policy: revertingWithin }),
  ...troubled(two, { crashes: 2, expiries: 2 }, { policy: revertingWithin }),
  ...troubled(two, { crashes: 1, expiries: 1 }, { policy: revertingWithin, lag: true }),
  ...troubled(two, { crashes: 1, expiries: 1 }, { policy: revertingWithin, vanishing: [1, 2] }),
  ...troubled({ ...undosWithin, ...furtherUndosWithin }, { lostAnswers: 1 }, { policy: revertingWithin }),
  ...troubled({ ...undosWithin, ...furtherUndosWithin }, { delays: 1 }, { policy: revertingWithin }),
  ...troubled(twins, { crashes: 1 }, { policy: revertingWithin }),
];
