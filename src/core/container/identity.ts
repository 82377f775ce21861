import { checkProps } from '../check-props';
import { show } from '../check-value';
import { PipelineError } from '../error';

/**
 * Reasons why a program needs more than the restricted profile allows. Each stands in the emitted manifest.
 *
 * @public
 */
export interface Exemptions {
  /** Why the program must be root. Namespaces that enforce the restricted profile refuse such a pod. */
  readonly runAsRoot?: string | undefined;
  /** Why its root file system must be writable; `writable` folders are better. */
  readonly writableRoot?: string | undefined;
}

/** @internal */
export interface Identity {
  readonly user: number;
  readonly exempt: Exemptions;
}

/** @internal */
export function checkIdentity(user: number | undefined, exempt: Exemptions = {}, what: string): Identity {
  checkProps(exempt, ['runAsRoot', 'writableRoot'], `the exemptions of ${what}`);
  for (const [name, reason] of Object.entries(exempt)) {
    if (reason === undefined || (typeof reason === 'string' && reason.trim().length >= 10)) continue;
    throw new PipelineError({
      code: 'MLP1207',
      message: `${what} is exempt from ${name} because of ${show(reason)}`,
      expected: 'a reason that a reviewer understands, at least ten characters',
      actual: reason,
    });
  }
  const uid = user ?? (exempt.runAsRoot === undefined ? 1000 : 0);
  const fits = Number.isSafeInteger(uid) && (exempt.runAsRoot === undefined ? uid >= 1 : uid === 0);
  if (fits && uid < 2 ** 31) return { user: uid, exempt };
  throw new PipelineError({
    code: 'MLP1207',
    message: `${what} runs as user ${show(user)}`,
    expected: 'a user id from 1; files it writes to go to `writable` folders',
    fix: uid === 0 ? "if it must be root, say why: exempt: { runAsRoot: '…' }" : undefined,
    actual: user,
  });
}
