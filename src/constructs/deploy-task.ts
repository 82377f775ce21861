import type { Access } from '../core/container/access';
import { oneOf } from '../core/parameter/one-of';
import { text } from '../core/parameter/text';
import { programTask, programTimeout } from '../core/program-task';
import { type ProgramName, programText } from '../programs/bundle';
import { deployOutcomes } from '../programs/deploy/outcome';
import type { DeployCall, DeployContext } from './deploy';

const deadlineSeconds = 120;

/** What every step that deploys is told. @internal */
export const deployInputs = {
  deployed: text({ pattern: /[A-Za-z0-9._:/@+=,-]+/ }),
  token: text({ pattern: /[0-9]{1,9}/ }),
} as const;

/** The step of a deploy program: what it sets, and what it may do for that. @internal */
export function deployTask(
  program: ProgramName,
  { environment, deployed, token, programImage }: DeployContext,
  env: { readonly [name: string]: string },
  access: readonly Access[],
): DeployCall {
  const name = `deploy-${environment.name}`;
  const unit = programTask(
    name,
    { name: program, text: programText(program) },
    {
      image: programImage,
      inputs: deployInputs,
      outputs: { outcome: oneOf([...deployOutcomes, 'error']) },
      env: ({ inputs }) => ({
        DEPLOYED: inputs.deployed,
        TOKEN: inputs.token,
        DEADLINE_SECONDS: String(deadlineSeconds),
        ...env,
      }),
      access,
      timeout: programTimeout(deadlineSeconds),
    },
  );
  return { name, unit, inputs: { deployed, token } };
}
