import { calleeOf } from './callee';
import type { Condition } from './condition';
import { literalOutcome } from './red-leaf';
import type { Scope } from './scope';
import { type Call, endsRed } from './template-form';

/** A conditional call. @internal */
export interface Arm {
  readonly call: Call;
  readonly condition: Condition;
}

/** Arms that end red with the same outcome are one to a person, under several words. @internal */
export function mergedArms(arms: readonly Arm[], scope: Scope): readonly Arm[] {
  const merged: Arm[] = [];
  for (const arm of arms) {
    const index = merged.findIndex((other) => isSame(arm, other, scope));
    const [other, condition] = [merged[index]?.condition, arm.condition];
    if (other?.subject === undefined || condition.subject === undefined) merged.push(arm);
    else {
      const words = { except: false, words: [...other.words.words, ...condition.words.words] };
      merged[index] = { call: merged[index]?.call ?? arm.call, condition: { ...other, words } };
    }
  }
  return merged;
}

function isSame({ call, condition }: Arm, other: Arm, scope: Scope): boolean {
  const before = other.condition;
  if (condition.subject === undefined || before.subject === undefined) return false;
  if (condition.subject.key !== before.subject.key || condition.words.except || before.words.except) return false;
  const [mine, others] = [call, other.call].map((each) => calleeOf(each, scope.definition, scope.definitions));
  if (mine === undefined || mine.template !== others?.template || !endsRed(mine.template)) return false;
  return literalOutcome(call) !== '' && literalOutcome(call) === literalOutcome(other.call);
}
