import { type Guard, guardId } from '../value/guard';
import type { Draft } from './draft';
import { tasksIn, textsOf } from './texts';

/** A draft and its guards: those before its pod, and those before its program. @internal */
export interface Divided {
  readonly draft: Draft;
  readonly before: readonly Guard[];
  readonly inside: readonly Guard[];
}

/**
 * Decides which tasks are created in any case.
 *
 * Tekton skips whoever uses a result of a skipped task, and all that come after; a run in which that happens is green. So a
 * task is only skipped by guards that everybody has who uses its results. The others stand inside it, before its program, and
 * its last step hands on empty results.
 *
 * @internal
 */
export function dividedGuards(drafts: readonly Draft[]): readonly Divided[] {
  const byName = new Map(drafts.map((draft) => [draft.name, draft]));
  const before = new Map(
    drafts.map(({ name, guards }) => [name, new Map(guards.map((each) => [guardId(each), each]))]),
  );
  const inside = new Map(drafts.map(({ name, stepGuards = [] }) => [name, [...stepGuards]]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const draft of drafts) {
      const own = before.get(draft.name);
      const texts = [...textsOf(draft), ...(inside.get(draft.name) ?? []).map(({ on }) => on)];
      for (const used of new Set(texts.flatMap(tasksIn))) {
        const theirs = before.get(used);
        if (byName.get(used) === undefined || theirs === undefined) continue;
        for (const [id, guard] of theirs) {
          if (own?.has(id) === true) continue;
          theirs.delete(id);
          inside.get(used)?.push(guard);
          changed = true;
        }
      }
    }
  }
  return drafts.map((draft) => ({
    draft,
    before: [...(before.get(draft.name)?.values() ?? [])],
    inside: inside.get(draft.name) ?? [],
  }));
}
