import { PipelineError } from './error';
import { suggest } from './suggest';

/**
 * The refs of a step by name. Reading one that was not declared throws MLP1104 instead of yielding `undefined`.
 *
 * @internal
 */
export function outputsProxy<T extends object>(values: T, kind: 'input' | 'output', owner: string, at?: string): T {
  return new Proxy(Object.freeze(values), {
    get(target, key) {
      // Promise resolution, JSON.stringify and test printers probe these on any object.
      if (
        typeof key === 'symbol' ||
        key in target ||
        ['then', 'toJSON', 'constructor', '$$typeof', 'asymmetricMatch', 'nodeType', 'tagName'].includes(key)
      ) {
        return Reflect.get(target, key) as unknown;
      }
      const names = Object.keys(target);
      const meant = suggest(key, names);
      throw new PipelineError({
        code: 'MLP1104',
        message: `${kind} '${key}' is read of ${owner}, which declares ${names.length === 0 ? 'none' : names.map((name) => `'${name}'`).join(', ')}${meant === undefined ? '' : ` - did you mean '${meant}'?`}`,
        actual: key,
        at,
      });
    },
  });
}
