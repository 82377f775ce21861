import type { SimulationPlan } from '../compile';
import { pipelineSubject } from '../tekton/explore/pipeline-subject';
import { propertiesOf } from './all-properties';
import type { Choice } from './choice';
import { conclude } from './conclude';
import type { Exploration, Violation } from './exploration';
import type { ExploreOptions } from './explore';
import { type Followable, type Followed, follow } from './follow';
import { createPlayer, type Way } from './play-choices';
import type { Property } from './property';
import type { Effect } from './role';
import { createSearch, type Found, type Search } from './search';
import { stateKey } from './state-key';
import type { Subject } from './subject';
import { workflowSubject } from './workflow-subject';

/** What there is to say of the end of a run, as plain data. @internal */
export interface Judged {
  readonly phase: string;
  readonly broken: readonly { readonly name: string; readonly message: string }[];
  /** What was done. */
  readonly reached: readonly Effect[];
  /** What it depended on that the simulator does not know of the engine. */
  readonly unknown: readonly string[];
}

/** One search through all scenarios. @internal */
export interface Round {
  /** When something happens makes a difference. */
  readonly time: boolean;
  readonly search: Search<Judged>;
  readonly follow: (way: Way, isKnown: (key: string) => boolean) => Followed<Judged>;
}

/** What an exploration consists of, whoever plays the scenarios. @internal */
export interface Explorer {
  /** Begins anew. */
  round(time: boolean): Round;
  /** Whether runs that go on can come to their deadline, so that another round has to tell times apart. */
  needsTime(found: Found): boolean;
  /** What the last round says. */
  conclude(found: Found): Exploration;
}

/**
 * Looks at what is to be explored.
 *
 * @param kept copies of runs that are kept, which costs memory and saves time
 * @returns what can be said at once where nothing can be played
 * @throws PipelineError MLP5203, MLP5204, MLP5207
 * @internal
 */
export function createExplorer(plan: SimulationPlan, options: ExploreOptions, kept = 200): Explorer | Exploration {
  const properties = propertiesOf(options.properties);
  const nothing = (why: string): Exploration => {
    const undecided = properties.map(({ name }) => ({ property: name, why }));
    return { scenarios: 0n, plays: 0, proved: [], violations: [], undecided, findings: plan.findings };
  };
  const explore = <Run>(subject: Subject<Run>): Explorer | Exploration => {
    // What becomes of a release is judged for the run as a whole.
    const [one, other] = subject.applications;
    if (other !== undefined)
      return nothing(`it releases '${one}' and '${other}': prove what releases one of them alone`);
    return explorerOf(subject, plan, properties, options, kept);
  };
  if (plan.failed) return nothing('the manifests have errors');
  if (plan.tekton === undefined) {
    const subject = workflowSubject(plan, options);
    return subject === undefined ? nothing('there is no workflow') : explore(subject);
  }
  const subject = pipelineSubject(plan.tekton, options);
  return subject === undefined ? nothing('there is no pipeline') : explore(subject);
}

/**
 * Explores a subject.
 *
 * @internal
 */
export function explorerOf<Run>(
  subject: Subject<Run>,
  { findings }: SimulationPlan,
  properties: readonly Property[],
  options: ExploreOptions,
  kept: number,
): Explorer {
  const { playable, effects, gates, deadline } = subject;
  const decidable = properties.filter(({ needs }) => needs(effects) === undefined);
  const violations = new Map<string, Violation>();
  // What the simulator does not know of the engine.
  const unknown = new Set<string>();
  // What was done in some scenario or other: what was never reached is not proved.
  const reached = new Set<Effect>();
  return {
    round(time) {
      violations.clear();
      unknown.clear();
      const followable: Followable<Run, Judged> = {
        play: createPlayer(playable, kept),
        choicesFor: (leaf, { run, releases }) => {
          const template = subject.templateOf(leaf, run);
          return releases.choicesFor(leaf, template, subject.nowOf(run)) ?? subject.choicesFor(leaf, template);
        },
        wellFor: (leaf, { run, releases }) => {
          const template = subject.templateOf(leaf, run);
          return (
            releases.wellFor(leaf, template, subject.nowOf(run)) ?? (subject.choicesFor(leaf, template)[0] as Choice)
          );
        },
        keyOf: (leaf, play) => stateKey(subject, play, leaf.name, time),
        ageOf: subject.ageOf,
        judge({ run, releases }) {
          const history = subject.historyOf(run, releases.allEvents());
          const broken = decidable.flatMap(({ name, broken }) => {
            const message = broken(history, gates);
            return message === undefined ? [] : [{ name, message }];
          });
          const done = history.events.flatMap(({ effect, done }) => (done ? [effect] : []));
          return { phase: history.phase, broken, reached: [...new Set(done)], unknown: [...subject.undecidedOf(run)] };
        },
      };
      const search = createSearch<Judged>({
        ended(judged, scenario) {
          for (const message of judged.unknown) unknown.add(message);
          for (const effect of judged.reached) reached.add(effect);
          for (const { name, message } of judged.broken) {
            if (violations.has(name)) continue;
            const says = decidable.find((property) => property.name === name)?.says ?? '';
            violations.set(name, { property: name, says, message, scenario, phase: judged.phase });
          }
        },
        deadline: subject.waitsForDeadline ? deadline : Number.POSITIVE_INFINITY,
        limit: options.limit ?? 50_000,
        progress: options.progress ?? (() => undefined),
      });
      return { time, search, follow: (way, isKnown) => follow(followable, way, isKnown) };
    },
    needsTime: ({ longest }) => longest >= deadline,
    conclude: (found) => conclude(found, { properties, effects, reached, unknown, violations, findings }),
  };
}
