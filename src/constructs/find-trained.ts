import type { Image } from '../core/container/image';
import type { UnitGraph } from '../core/graph/unit-graph';
import { boolean } from '../core/parameter/boolean';
import { oneOf } from '../core/parameter/one-of';
import type { Params } from '../core/parameter/parameter';
import { text } from '../core/parameter/text';
import { programTask, programTimeout } from '../core/program-task';
import type { Task } from '../core/task';
import type { ValueType } from '../core/value-type';
import { programText } from '../programs/bundle';
import { type IdentifyingInput, type Identity, variableOf } from '../programs/find-trained/configuration';
import { outcomes } from '../programs/find-trained/contract';
import { definitionDigest } from './definition-digest';
import type { MlflowRegistry } from './mlflow-registry';

const deadlineSeconds = 120;

/** @internal */
export interface FindTrainedOptions {
  readonly registry: MlflowRegistry;
  readonly programImage: Image | undefined;
  readonly unit: UnitGraph;
  /** Names of the unit's inputs that tell one training from another. */
  readonly inputs: readonly string[];
}

/** Looks whether a unit came to its good end with these inputs before. @internal */
export function findTrainedTask(
  name: string,
  { registry, programImage, unit, inputs: names }: FindTrainedOptions,
): Task<never, unknown> {
  const declared = Object.fromEntries(Object.entries(unit.inputs).filter(([input]) => names.includes(input)));
  const identity: Identity = {
    definition: definitionDigest(unit),
    inputs: names.map((input) => ({ name: input, kind: kindOf(declared[input]?.type) })),
  };
  return programTask(
    `find-${name}`,
    { name: 'find-trained', text: programText('find-trained') },
    {
      image: programImage,
      inputs: { ...declared, force: boolean() } as unknown as Params,
      outputs: {
        outcome: oneOf(outcomes),
        configHash: text({ pattern: /[0-9a-f]{64}/ }),
        trainedRun: text({ pattern: /[A-Za-z0-9][A-Za-z0-9_-]{0,255}/ }),
        trainedVersion: text({ pattern: /none|[1-9][0-9]{0,15}/ }),
      },
      env: ({ inputs }) => ({
        ...registry.env,
        IDENTITY: JSON.stringify(identity),
        ...Object.fromEntries(names.map((input, i) => [variableOf(i), inputs[input] as never])),
        FORCE: inputs.force as never,
        DEADLINE_SECONDS: String(deadlineSeconds),
      }),
      timeout: programTimeout(deadlineSeconds),
    },
  ) as unknown as Task<never, unknown>;
}

function kindOf(type: ValueType | undefined): IdentifyingInput['kind'] {
  const kind = type?.kind ?? 'text';
  if (kind === 'list' || kind === 'record') return 'json';
  return kind === 'oneOf' || kind === 'artifact' ? 'text' : kind;
}
