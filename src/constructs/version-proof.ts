import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { PipelineError } from '../core/error';

/**
 * How an application tells which version it is.
 *
 * @public
 */
export interface VersionProof {
  /** @internal */
  readonly http: { readonly path: string; readonly field: string | undefined };
}

/** @public */
export interface HttpVersionOptions {
  /** Where the application answers with its version, such as `/version`. */
  readonly path: string;
  /**
   * Field of the JSON answer that holds the version, dotted: `build.version`.
   *
   * @default - the whole answer is the version
   */
  readonly field?: string | undefined;
}

/** @public */
export const VersionProof: {
  /**
   * The application answers over HTTP. The version must be exactly the expected one: `1.0.12` is not `1.0.1`.
   *
   * @throws PipelineError MLP3002 for a path or field that can't be one.
   * @example
   * ```ts
   * VersionProof.http({ path: '/version', field: 'version' });
   * ```
   */
  readonly http: (options: HttpVersionOptions) => VersionProof;
} = {
  http(options) {
    checkProps(options, ['path', 'field'], 'VersionProof.http');
    const { path, field } = options;
    checkUrlPath(path, 'the path of the version');
    if (field !== undefined && !/^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/.test(field)) {
      throw new PipelineError({
        code: 'MLP3002',
        message: `the field of the version is ${show(field)}`,
        expected: 'a dotted path such as build.version',
        actual: field,
      });
    }
    return Object.freeze({ http: Object.freeze({ path, field }) });
  },
};

/** A path of a URL, with a query if need be. Throws MLP3002. @internal */
export function checkUrlPath(path: string, what: string): string {
  if (typeof path === 'string' && /^\/[A-Za-z0-9\-._~/%?=&+,:@]*$/.test(path) && !path.startsWith('//')) return path;
  throw new PipelineError({
    code: 'MLP3002',
    message: `${what} is ${show(path)}`,
    expected: "a path that starts with '/': /predict",
    actual: path,
  });
}
