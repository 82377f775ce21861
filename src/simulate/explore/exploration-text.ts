import type { Exploration, Violation } from './exploration';

/**
 * An exploration in a few lines, for a person.
 *
 * @public
 */
export function printExploration({ scenarios, plays, proved, violations, undecided, findings }: Exploration): string {
  const lines = [`${scenarios.toLocaleString('en')} scenarios, in ${plays.toLocaleString('en')} runs`];
  for (const { says } of proved) lines.push(`✔ ${says}`);
  for (const violation of violations) lines.push(...violationLines(violation));
  for (const { property, why } of undecided) lines.push(`? ${property}: not decided, ${why}`);
  for (const { severity, message, file } of findings) {
    lines.push(`${severity}: ${file === undefined ? '' : `${file}: `}${message}`);
  }
  return `${lines.join('\n')}\n`;
}

function violationLines({ says, message, scenario, phase }: Violation): readonly string[] {
  const deviations = scenario.map(({ step, what }) => `    ${step} ${what}`);
  return [
    `✖ ${says}`,
    `  ${message}`,
    ...(deviations.length === 0
      ? ['  in the scenario in which every step ends well']
      : ['  in this scenario, in which all else ends well:']),
    ...deviations,
    `  the run ends ${phase === '' ? 'before it begins' : phase}`,
  ];
}
