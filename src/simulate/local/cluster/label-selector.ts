import { isMap } from '../../../yaml/is-map';
import type { KubeObject } from './objects';

/** Whether an object has the labels that a list was asked for: `app=fraud,track!=canary,tier in (a,b),team,!legacy`. @internal */
export function isSelected({ metadata }: KubeObject, selector: string): boolean {
  const labels = isMap(metadata.labels) ? metadata.labels : {};
  const parts = selector.match(/(?:[^,(]|\([^)]*\))+/g) ?? [];
  return parts.every((part) => {
    const [, key = '', word = '', list = ''] = /^(\S+) (in|notin) \(([^)]*)\)$/.exec(part) ?? [];
    if (word !== '') return list.split(',').includes(String(labels[key])) === (word === 'in');
    const [, name = '', operator = '', value] = /^(!?[^=!]+)(==|!=|=)?(.*)$/.exec(part) ?? [];
    if (operator === '')
      return name.startsWith('!') ? !Object.hasOwn(labels, name.slice(1)) : Object.hasOwn(labels, name);
    return (labels[name] === value) === (operator !== '!=');
  });
}
