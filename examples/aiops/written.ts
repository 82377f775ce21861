import { parseAllDocuments } from 'yaml';
import { synthesized } from '../../test/synthesized';

/** As much of a manifest as tests look at. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec: {
    readonly tasks: readonly {
      readonly name: string;
      readonly runAfter?: readonly string[];
      readonly timeout?: string;
      readonly when?: unknown;
    }[];
    readonly steps: readonly { readonly env?: readonly { readonly name: string; readonly value?: string }[] }[];
    readonly schedule: string;
    readonly accessModes?: readonly string[];
  };
}

/** What the example writes, by file. */
export const files = synthesized('aiops');

export const manifests: readonly Manifest[] = [...files]
  .filter(([file]) => file.endsWith('.yaml'))
  .flatMap(([, text]) => parseAllDocuments(text).map((document) => document.toJS() as Manifest));

export const named = (name: string): readonly Manifest[] => manifests.filter(({ metadata }) => metadata.name === name);

/** The environment of a Tekton task's programs. */
export function envOf(task: string): Readonly<Record<string, string | undefined>> {
  const steps = named(task).flatMap(({ spec }) => spec.steps ?? []);
  return Object.fromEntries(steps.flatMap(({ env = [] }) => env.map(({ name, value }) => [name, value])));
}

/** What belongs to the training of a model, and what all of them mount. */
export function isOf(object: string, model: string): boolean {
  return (
    !/^(retrain|weekly|preflight|check-training-status|validate-models)-?/.test(object) ||
    object.startsWith(`retrain-${model}`)
  );
}
