import { PipelineError } from '../../../core/error';

/**
 * Text that goes through parameters as it is. Tekton replaces its variables in it, and the kubelet `$(NAME)` and `$$`
 * wherever it ends up in an environment variable.
 *
 * @internal
 */
export function literal(text: string): string {
  // At the end a `(` may follow, and older kubelets break a character of several bytes that follows.
  return /\$(?:[$(]|[^ -~]|$)/.test(text) ? refused(text) : text;
}

/** JSON for the environment of a program: no dollar sign is left that anybody could look at. @internal */
export function literalJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('$', '\\u0024');
}

/** A word of a command line or a value of the environment, so that the program sees it as it stands here. @internal */
export function unexpanded(text: string): string {
  if (/\$\([A-Za-z_][\w-]*[.[]/.test(text)) return refused(text);
  return /\$(?:[$(]|[^ -~])/.test(text) ? text.replaceAll('$', '$$$$') : text;
}

function refused(text: string): never {
  throw new PipelineError({
    code: 'MLP2102',
    message: `Tekton or the kubelet would replace a part of '${text.length > 60 ? `${text.slice(0, 57)}...` : text}'`,
    expected: "text without '$(' and '$$'",
    fix: 'pass the value as a file: Volume.files(…)',
    actual: text,
  });
}
