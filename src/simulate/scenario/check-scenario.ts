import { show } from '../../core/check-value';
import { PipelineError } from '../../core/error';
import { suggest } from '../../core/suggest';
import { milliseconds } from './milliseconds';
import { globPattern, type Scenario } from './scenario';

/** Throws MLP5201 for a key that no step can have, MLP5205 for a time that is none. @internal */
export function checkScenario(scenario: Scenario, known: readonly string[]): void {
  if (typeof scenario === 'function') return;
  const names = new Set(known);
  for (const [key, chosen] of Object.entries(scenario)) {
    for (const outcome of [chosen].flat())
      if ('takes' in outcome && outcome.takes !== undefined) milliseconds(outcome.takes, `takes of ${show(key)}`);
    const plain = key.replaceAll(/\(\d+:[^()]*\)/g, '').replaceAll(/\[\d+\]|\(\d+\)/g, '');
    const fits = key.includes('*')
      ? known.some((name) => globPattern(plain).test(name))
      : names.has(plain) || endsWithKnown(plain, names);
    if (fits) continue;
    const meant = suggest(plain, known);
    throw new PipelineError({
      code: 'MLP5201',
      message: `the scenario names the step ${show(key)}, which no run can have`,
      actual: key,
      expected: 'the path or name of a step, or the name of its template',
      ...(meant !== undefined && { fix: `'${meant}'` }),
    });
  }
}

/** A full name begins with the workflow's. */
function endsWithKnown(name: string, names: ReadonlySet<string>): boolean {
  const at = name.indexOf('.');
  return at !== -1 && names.has(name.slice(at + 1));
}
