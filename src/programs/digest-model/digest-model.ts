import type { Values } from '../environment';
import { withFileTrouble } from '../file-trouble';
import type { Calling } from '../http-call';
import { digestOf } from '../publish-model/copy-file';
import type { contract, DigestOutcome } from './contract';
import { unfitModel } from './unfit-model';

/** Says which bytes a file has, without a judgement of them. @internal */
export async function digestModel(
  { file }: Values<typeof contract>,
  { deadline, session }: Calling,
): Promise<DigestOutcome> {
  return withFileTrouble(async () => {
    const unfit = await unfitModel(file);
    if (unfit !== undefined) return { outcome: 'refused', reason: unfit, done: false };
    const digest = await digestOf(file, deadline);
    Object.assign(session.evidence, { file, digest });
    return { outcome: 'measured', reason: `${file} is ${digest}; nobody judged it`, done: true, outputs: { digest } };
  });
}
