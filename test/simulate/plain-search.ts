import { createHash } from 'node:crypto';
import type { History } from '../../src/simulate/explore/history';
import { createPlayer, knownFuture, type Play, type Way } from '../../src/simulate/explore/play-choices';
import { stateKey } from '../../src/simulate/explore/state-key';
import type { Subject } from '../../src/simulate/explore/subject';

/** What a search without any shortcut finds: each scenario is played from its beginning, and none is left out. */
export interface PlainSearch {
  readonly scenarios: bigint;
  /** The fewest deviations with which each thing happens that is to be told of an end. */
  readonly fewest: ReadonlyMap<string, number>;
  /** The longest run, in milliseconds. */
  readonly longest: number;
  /** Keys of places from where runs do not go on alike, though the key says so: by whether times are told apart. */
  readonly wrong: Readonly<Record<'timeless' | 'timed', readonly string[]>>;
  /** How often a key was that of another place. */
  readonly merged: number;
}

/** Too many scenarios for a test. */
export class TooMany extends Error {}

/**
 * Plays all.
 *
 * @param tell what there is to tell of an end
 * @param most plays
 */
export function searchPlainly<Run>(
  subject: Subject<Run>,
  tell: (history: History) => readonly string[],
  most: number,
): PlainSearch {
  const player = createPlayer(subject.playable, 0);
  const futures = { timeless: new Map<string, string>(), timed: new Map<string, string>() };
  const wrong = { timeless: new Set<string>(), timed: new Set<string>() };
  const fewest = new Map<string, number>();
  let [plays, longest, merged] = [0, 0, 0];

  const choicesAt = (leaf: Parameters<Subject<Run>['templateOf']>[0], { run, releases }: Play<Run>) => {
    const template = subject.templateOf(leaf, run);
    return releases.choicesFor(leaf, template, subject.nowOf(run)) ?? subject.choicesFor(leaf, template);
  };

  /** All that comes after some choices, as a short text. */
  const futureAfter = (choices: readonly number[], deviations: number): { text: string; scenarios: bigint } => {
    plays += 1;
    if (plays > most) throw new TooMany();
    let place: { step: string; timeless: string; timed: string; choices: ReturnType<typeof choicesAt> } | undefined;
    const played = player({ choices, look: -1 } satisfies Way, (leaf, play) => {
      const chosen = choices[play.decided];
      const own = choicesAt(leaf, play);
      if (chosen !== undefined) return own[chosen] as (typeof own)[number];
      const [timeless, timed] = [false, true].map((time) => stateKey(subject, play, leaf.name, time));
      place = { step: leaf.name, timeless: timeless ?? '', timed: timed ?? '', choices: own };
      throw knownFuture;
    });
    if (played !== undefined) {
      const told = tell(subject.historyOf(played.run, played.releases.allEvents()));
      for (const each of told) fewest.set(each, Math.min(fewest.get(each) ?? Number.POSITIVE_INFINITY, deviations));
      longest = Math.max(longest, subject.ageOf(played.run));
      return { text: told.join('; '), scenarios: 1n };
    }
    if (place === undefined) throw new Error('a scenario that comes to nothing');
    const { step, choices: own, ...keys } = place;
    const after = own.map((choice, index) => ({
      choice,
      ...futureAfter([...choices, index], deviations + (index === 0 ? 0 : 1)),
    }));
    const future = after.map(({ choice, text }) => `${choice.deviation} ${choice.standsFor} ${text}`).join('\n');
    const text = createHash('sha1').update(`${step}\n${future}`).digest('base64');
    for (const kind of ['timeless', 'timed'] as const) {
      const known = futures[kind].get(keys[kind]);
      futures[kind].set(keys[kind], text);
      if (known !== undefined && kind === 'timeless') merged += 1;
      if (known !== undefined && known !== text) wrong[kind].add(`${step} after ${choices.join(' ')}`);
    }
    const scenarios = after.reduce((sum, each) => sum + BigInt(each.choice.standsFor) * each.scenarios, 0n);
    return { text, scenarios };
  };

  const { scenarios } = futureAfter([], 0);
  return {
    scenarios,
    fewest,
    longest,
    wrong: { timeless: [...wrong.timeless], timed: [...wrong.timed] },
    merged,
  };
}
