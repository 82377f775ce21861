import type { Finding } from '../finding';
import type { Exploration, Violation } from './exploration';
import type { Property } from './property';
import type { Effect } from './role';
import type { Found } from './search';

/** What was looked at, and what was seen. @internal */
export interface Looked {
  readonly properties: readonly Property[];
  /** What templates do that can run. */
  readonly effects: ReadonlySet<Effect>;
  /** What was done in some scenario or other: what was never reached is not proved. */
  readonly reached: ReadonlySet<Effect>;
  /** What runs depended on that the simulator does not know of the engine. */
  readonly unknown: ReadonlySet<string>;
  /** By the name of the property. */
  readonly violations: ReadonlyMap<string, Violation>;
  readonly findings: readonly Finding[];
}

/** What there is to say after a search. @internal */
export function conclude(
  found: Found,
  { properties, effects, reached, unknown, violations, findings }: Looked,
): Exploration {
  const unbroken = properties.filter(({ name, needs }) => needs(effects) === undefined && !violations.has(name));
  const held = unbroken.filter(({ needs }) => needs(reached) === undefined);
  const complete = found.complete && unknown.size === 0;
  const cut = found.complete
    ? `some runs depend on ${[...unknown].join('; ')}`
    : `not everything was looked at within ${found.plays} runs`;
  return {
    scenarios: found.scenarios,
    plays: found.plays,
    proved: complete ? held.map(({ name, says }) => ({ property: name, says })) : [],
    violations: properties.flatMap(({ name }) => violations.get(name) ?? []),
    undecided: [
      ...properties.flatMap(({ name, needs }) => {
        const why = needs(effects);
        return why === undefined ? [] : [{ property: name, why }];
      }),
      ...unbroken.flatMap(({ name, needs }) => {
        const why = needs(reached);
        return why === undefined
          ? []
          : [{ property: name, why: why.replace('no template', 'in no scenario a step that ends well') }];
      }),
      ...(complete ? [] : held.map(({ name }) => ({ property: name, why: cut }))),
    ],
    findings,
  };
}
