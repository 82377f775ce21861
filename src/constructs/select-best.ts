import { runName } from '../core/container/env';
import type { Image } from '../core/container/image';
import { PipelineError } from '../core/error';
import { number } from '../core/parameter/number';
import { oneOf } from '../core/parameter/one-of';
import { text } from '../core/parameter/text';
import { programTask, programTimeout } from '../core/program-task';
import type { Task } from '../core/task';
import { programText } from '../programs/bundle';
import { variableOf } from '../programs/members/member';
import { outcomes } from '../programs/select-best/contract';
import type { SelectionRules } from '../programs/select-best/rules';
import { rulesProblems } from '../programs/select-best/rules-problems';
import type { MlflowRegistry } from './mlflow-registry';

const deadlineSeconds = 300;

/** Chooses one of the runs that the members handed on, each an input of its name. @internal */
export function selectBestTask(
  name: string,
  registry: MlflowRegistry,
  rules: SelectionRules,
  programImage: Image | undefined,
): Task<never, unknown> {
  const problems = rulesProblems(rules);
  if (problems.length > 0)
    throw new PipelineError({
      code: 'MLP3070',
      message: `bestOf '${name}' can't select: ${problems.join('; ')}`,
      expected: "members, and score: { better: 'lower', weights: { rmse: 1 } }",
      at: name,
    });
  const { MLFLOW_REGISTERED_MODEL: _, ...server } = registry.env;
  return programTask(
    'select-best',
    { name: 'select-best', text: programText('select-best') },
    {
      image: programImage,
      inputs: Object.fromEntries(rules.members.map((member) => [member.name, text()])),
      outputs: {
        outcome: oneOf(outcomes),
        runId: text({ pattern: /[A-Za-z0-9][A-Za-z0-9_-]{0,255}/ }),
        member: oneOf(rules.members.map((member) => member.name)),
        score: number(),
        considered: text({ pattern: /[A-Za-z0-9=,.+-]+/ }),
      },
      env: ({ inputs }) => ({
        ...server,
        ...Object.fromEntries(rules.members.map((member) => [variableOf(member.name), inputs[member.name] ?? 'none'])),
        PIPELINE_RUN: runName,
        // Read once: what is changed in the object later was not checked.
        SELECTION: JSON.stringify(rules),
        DEADLINE_SECONDS: String(deadlineSeconds),
      }),
      timeout: programTimeout(deadlineSeconds),
    },
  ) as unknown as Task<never, unknown>;
}
