import { recordName, verdictBookName } from './object-names';
import { placesOf, type Step } from './step';

/** A rule of the Role of a step's account, in the namespace of the records. @internal */
export interface RecordAccess {
  readonly apiGroup: '';
  readonly resources: readonly ['configmaps'];
  readonly verbs: readonly string[];
  readonly names: readonly string[];
}

/** Between which environments an application is released. @internal */
export interface Between {
  readonly application: string;
  /** Where candidates are tested. */
  readonly source: string;
  /** Where they go then; absent where there is only one. */
  readonly target: string | undefined;
}

/**
 * What a step may do with the records and verdicts: whoever promotes can't judge.
 *
 * What it takes to deploy and to wait for a roll-out comes on top, for steps that need `places` and `rollout`.
 *
 * @internal
 */
export function recordAccess(step: Step, { application, source, target }: Between): readonly RecordAccess[] {
  const at = { apiGroup: '', resources: ['configmaps'] } as const;
  const names =
    placesOf(step, target === undefined).includes('target') && target !== undefined ? [source, target] : [source];
  const judges = step === 'record-verdict' || step === 'override';
  const verdictVerbs = judges ? ['get', 'update'] : ['get'];
  return [
    {
      ...at,
      verbs: step === 'read-decision' ? ['get'] : ['get', 'update'],
      names: names.map((environment) => recordName(application, environment)),
    },
    ...(step === 'undo' ? [] : [{ ...at, verbs: verdictVerbs, names: [verdictBookName(application, source)] }]),
  ];
}
