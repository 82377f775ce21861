import { show } from '../../core/check-value';
import { suggest } from '../../core/suggest';
import type { Node } from './node';
import type { Run } from './run';

/** Tells of outputs that a scenario gives a step and its template does not declare: nobody reads them. @internal */
export function tellUndeclared(run: Run, { processed }: Node, outputs: Readonly<Record<string, unknown>> = {}): void {
  const declared = (processed?.head.outputs?.parameters ?? []).map(({ name }) => name);
  for (const name of Object.keys(outputs)) {
    if (name === '*' || declared.includes(name)) continue;
    const meant = suggest(name, declared);
    const hint = meant === undefined ? '' : `: ${show(meant)}?`;
    run.world.assumptions.add(
      `the scenario gives template ${show(processed?.template.name)} the output ${show(name)}, which it does not declare${hint}`,
    );
  }
}
