import type { GuardName, guards } from '../../../src/programs/release/guards';
import type { ReleaseRecord } from '../../../src/programs/release/record';
import type { Request } from '../../../src/programs/release/request';
import type { Transition, TransitionName, transitions } from '../../../src/programs/release/transitions';
import type { RunOfScenario, Scenario, Troubles } from './explore/scenario';

/** One rule of the protocol, how the code looks without it, and a scenario that shows what it is for. */
export interface Rule {
  readonly rule: string;
  /** By module, from here: what takes the place of its exports. Empty for a rule of the git program. */
  readonly without: Readonly<Record<string, (real: never) => object>>;
  /** The invariant that breaks first. */
  readonly breaks: string;
  readonly runs: readonly RunOfScenario[];
  readonly troubles?: Partial<Troubles>;
  readonly part?: Partial<Scenario>;
}

type Shown = Pick<Rule, 'breaks' | 'runs' | 'troubles' | 'part'>;

/** Where the modules of the protocol are, from the tests. */
export const release = '../../../src/programs/release';

export const unguarded = (name: GuardName) => (real: { guards: typeof guards }) => ({
  guards: { ...real.guards, [name]: { ...real.guards[name], holds: () => true } },
});

export const withoutGuard = (name: GuardName, rule: string, shown: Shown): Rule => ({
  rule,
  without: { [`${release}/guards`]: unguarded(name) },
  ...shown,
});

export const withoutGuardOf = (row: TransitionName, name: GuardName, rule: string, shown: Shown): Rule =>
  withRows({ [row]: ({ guards }: Transition) => ({ guards: guards.filter((guard) => guard !== name) }) }, rule, shown);

export const withRows = (
  edits: Partial<Record<TransitionName, (row: Transition) => Partial<Transition>>>,
  rule: string,
  shown: Shown,
): Rule => ({
  rule,
  without: {
    [`${release}/transitions`]: (real: { transitions: typeof transitions }) => ({
      transitions: Object.fromEntries(
        Object.entries(real.transitions).map(([name, row]) => [
          name,
          { ...row, ...edits[name as TransitionName]?.(row) },
        ]),
      ),
    }),
  },
  ...shown,
});

type Change = NonNullable<Transition['change']>;

/** A row that changes the record otherwise. */
export const changing =
  (edit: (changed: Partial<ReleaseRecord>, record: ReleaseRecord, request: Request) => Partial<ReleaseRecord>) =>
  ({ change }: Transition): Partial<Transition> => ({
    change: ((record, request) => edit(change?.(record, request) ?? {}, record, request)) satisfies Change,
  });

export const omitting = (field: keyof ReleaseRecord): ((row: Transition) => Partial<Transition>) =>
  changing((changed) => Object.fromEntries(Object.entries(changed).filter(([name]) => name !== field)));

export const withProcedure = (file: string, replaced: object, rule: string, shown: Shown): Rule => ({
  rule,
  without: { [`${release}/procedures/${file}`]: (real: object) => ({ ...real, ...replaced }) },
  ...shown,
});
