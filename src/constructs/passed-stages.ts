import { graphOf } from '../core/builder/add-step';
import type { AnyScope, Known } from '../core/builder/any-scope';
import { fed } from '../core/builder/fed';
import { checkProps } from '../core/check-props';
import { PipelineError } from '../core/error';
import { fmt } from '../core/format';
import type { UnitGraph } from '../core/graph/unit-graph';
import { artifacts } from '../core/sequence';
import type { Candidate } from './candidate';
import type { Trained } from './evaluation';
import { registerModelTask } from './register-model';
import type { TrainingPipelineProps } from './training-pipeline';

/** What comes after the verdict: what is known of the candidate then, from what training handed on. @internal */
export function passedStages(
  {
    engine: { programImage },
    registry,
    register,
    build,
  }: Pick<TrainingPipelineProps<never, Trained>, 'engine' | 'registry' | 'register' | 'build'>,
  trained: UnitGraph,
  at: string,
): (p: AnyScope, known: Known) => Known {
  const said = (field: keyof Candidate): boolean => trained.outputs[field]?.type.kind === 'text';
  const isRegistered = said('modelVersion');
  const what = `${trained.kind} '${trained.name}'`;
  if (!isRegistered && !said('runId'))
    throw lacking(
      `${what} does not say what it trained`,
      'an output runId: text(), or modelVersion: text() if it registers the model itself',
      at,
    );
  if (!isRegistered && registry === undefined)
    throw lacking(
      `${what} hands on a run, and there is no registry to register its model in`,
      'registry: MlflowRegistry.at(…)',
      at,
    );
  if (isRegistered && register !== undefined)
    throw lacking(
      `${what} has registered the model already, as its output modelVersion says`,
      'an output runId and no modelVersion, or no register',
      at,
    );
  if (isRegistered && build === undefined && !said('digest'))
    throw lacking(
      `${what} does not say which image the version is in`,
      'an output digest: text(), or build: new ImageBuild(…)',
      at,
    );
  checkProps(register ?? {}, ['artifact', 'loadableBy', 'alias'], `register of ${what}`, at);
  const registering =
    isRegistered || registry === undefined ? undefined : registerModelTask(registry, { programImage, ...register });
  const building = build === undefined ? undefined : graphOf(build, at);
  if (building !== undefined && building.outputs.digest?.type.kind !== 'text')
    throw lacking(
      `${building.kind} '${building.name}' does not say which image it built`,
      'an output digest: text()',
      at,
    );
  return (p, known) => {
    let now = known;
    if (registering !== undefined) {
      const { modelVersion, artifactUri, digest } = p.step(registering, { runId: now.runId }).outputs;
      now = { digest, ...now, modelVersion, uri: artifactUri } as Known;
    }
    if (building === undefined) return now;
    return { ...now, ...artifacts(p.step(build, fed(building, now)).outputs, false) };
  };
}

function lacking(message: string, expected: string, at: string): PipelineError {
  return new PipelineError({ code: 'MLP3001', message, expected, at });
}

const fields = ['modelVersion', 'runId', 'digest', 'commit', 'uri'] as const satisfies readonly (keyof Candidate)[];

/** The fields of a candidate in their order, empty where nobody says; then the rest. @internal */
export function candidateOf(known: Known): Known {
  return { ...Object.fromEntries(fields.map((field) => [field, known[field] ?? (fmt`` as never)])), ...known };
}
