import type { Template } from '../../../schemas/argo/types';
import { variableOf } from '../our-programs';
import type { Effect } from '../role';
import { isReleaseStep } from './release-pod';
import { recordedVerdict } from './release-world';

/** What the program `release` does in some step or other. */
const releaseEffects: readonly Effect[] = [
  'gate',
  'deploys',
  'checks-rollout',
  'moves-alias',
  'promotes',
  'reverts',
  'approves',
  'holds',
  'locked',
];

/** What is known of all templates of a run. @internal */
export interface Noted {
  readonly effects: Set<Effect>;
  readonly gates: Set<string>;
  /** What is released. */
  readonly applications: Set<string>;
}

/** Notes what a template does, and whether it is a gate, if it runs the program `release`. @internal */
export function noteRelease(template: Template, { effects, gates, applications }: Noted): void {
  if (!isReleaseStep(template)) return;
  applications.add(variableOf(template, 'APPLICATION') ?? '');
  for (const effect of releaseEffects) effects.add(effect);
  if (variableOf(template, 'STEP') === 'record-verdict') gates.add(recordedVerdict);
}
