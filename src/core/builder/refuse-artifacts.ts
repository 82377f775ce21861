import { PipelineError } from '../error';

/** Throws MLP1123 where a block hands on an artifact that can't leave it. @internal */
export function refuseArtifacts(
  outputs: { readonly [name: string]: { readonly kind: string } },
  what: string,
  at: string,
): void {
  const odd = Object.entries(outputs).find(([, { kind }]) => kind === 'artifact');
  if (odd === undefined) return;
  throw new PipelineError({
    code: 'MLP1123',
    message: `the block of a ${what} hands on the artifact '${odd[0]}'`,
    fix: 'use the artifact inside the block, or hand on a text that says where it is',
    at,
  });
}
