import { referencesIn } from '../plan/result-references';
import { asValue, isList, type Value } from '../plan/value';
import { Variables } from '../plan/variables';
import { statusOf } from './facts';
import { resultOf } from './find-results';
import type { PipelineRun } from './pipeline-run';

/** As `ApplyTaskResultsToPipelineResults`: what a task that did not succeed did not leave is left out. @internal */
export function pipelineResults({ name: run, spec, tasks }: PipelineRun): {
  readonly found: ReadonlyMap<string, Value>;
  readonly problem: string | undefined;
} {
  const found = new Map<string, Value>();
  const invalid: string[] = [];
  for (const { name, value } of spec.results ?? []) {
    const variables = new Variables();
    let isThere = true;
    const text = JSON.stringify(value).replaceAll('$(finally.', '$(tasks.');
    for (const { task, result, index } of referencesIn(JSON.parse(text))) {
      const state = tasks.find((each) => each.name === task);
      const own = state === undefined ? undefined : resultOf(state, result);
      if (own !== undefined && (index === undefined || !isList(own) || index < own.length)) {
        variables.set(`tasks.${task}.results.${result}`, own);
        continue;
      }
      isThere = false;
      if (own !== undefined || state === undefined || statusOf(state) === 'Succeeded') invalid.push(name);
    }
    if (isThere) found.set(name, asValue(variables.in(JSON.parse(text))));
  }
  return {
    found,
    problem:
      invalid.length === 0
        ? undefined
        : `Failed to get PipelineResult from TaskRun Results for PipelineRun ${run}: invalid pipelineresults [${invalid.join(' ')}], the referenced results don't exist`,
  };
}
