import { checkArgument } from '../../core/check-argument';
import { PipelineError } from '../../core/error';
import type { DeclaredSet } from '../../core/graph/unit-graph';
import { kebabCase } from '../../core/names';
import { own } from '../../core/own';
import { suggest } from '../../core/suggest';
import { wire } from '../../core/wire';
import type { Param, PipelineRun, PipelineRunSpec } from '../../schemas/tekton/types';

/** What a schedule, or a person, creates to start a run. @internal */
export interface RunTemplate {
  readonly name: string;
  readonly namespace: string;
  readonly spec: PipelineRunSpec;
  readonly inputs: DeclaredSet;
}

/** The run as JSON text. @internal */
export function runManifest({ name, namespace, spec }: RunTemplate, params: readonly Param[] = []): string {
  const { pipelineRef, ...others } = spec;
  const run: PipelineRun = {
    apiVersion: 'tekton.dev/v1',
    kind: 'PipelineRun',
    metadata: { generateName: `${name}-`, namespace },
    spec: { pipelineRef, ...(params.length === 0 ? {} : { params }), ...others } as PipelineRunSpec,
  };
  return `${JSON.stringify(run, null, 2)}\n`;
}

/**
 * What a run is started with, for inputs that are given as literals.
 *
 * @throws PipelineError MLP1101 for an input that is none; MLP1102 for one without default that is not given; MLP1001.
 * @internal
 */
export function runParams({ name: pipeline, inputs }: RunTemplate, given: object, at: string): readonly Param[] {
  const block = { label: at, parent: undefined, nodes: [], outputs: {} };
  const odd = Object.keys(given).find((name) => !Object.hasOwn(inputs, name));
  if (odd !== undefined) {
    const meant = suggest(odd, Object.keys(inputs));
    throw new PipelineError({
      code: 'MLP1101',
      message: `'${pipeline}' is started with '${odd}', which it does not take${meant === undefined ? '' : ` - did you mean '${meant}'?`}`,
      actual: odd,
      at,
    });
  }
  return Object.entries(inputs).flatMap(([name, { type, default: fallback }]) => {
    const value = own(given as { readonly [name: string]: unknown }, name);
    if (value !== undefined) {
      checkArgument(value, type, `input '${name}' of '${pipeline}'`, block);
      return [{ name: kebabCase(name), value: wire(value, type) }];
    }
    if (fallback !== undefined) return [];
    throw new PipelineError({
      code: 'MLP1102',
      message: `'${pipeline}' needs '${name}', which has no default`,
      fix: `inputs: { ${name}: … }`,
      at,
    });
  });
}
