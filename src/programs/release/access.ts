import { recordName, verdictBookName } from './object-names';
import { needs, type Step } from './step';

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
  /** Where they go then. */
  readonly target: string;
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
  const sides = needs(step, 'places') ? [source, target] : [source];
  const judges = step === 'record-verdict' || step === 'override';
  return [
    {
      ...at,
      verbs: step === 'read-decision' ? ['get'] : ['get', 'update'],
      names: sides.map((environment) => recordName(application, environment)),
    },
    { ...at, verbs: judges ? ['get', 'update'] : ['get'], names: [verdictBookName(application, source)] },
  ];
}
