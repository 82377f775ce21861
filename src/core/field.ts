import { show } from './check-value';
import { PipelineError } from './error';
import { own } from './own';
import { asRef, type Ref, RefNode } from './ref';

/**
 * One field of a record that is known only when the pipeline runs.
 *
 * @throws PipelineError MLP1104 if the record declares no such field.
 * @example
 * ```ts
 * p.forEach(members, (p, member) => p.step(score, { name: field(member, 'name'), rate: 0.1 }), { key: 'name' });
 * ```
 * @public
 */
export function field<T extends object, K extends keyof T & string>(record: Ref<T>, name: K): Ref<T[K]> {
  if (RefNode.is(record) && record.type.kind === 'record' && typeof name === 'string') {
    const type = own(record.type.fields, name);
    if (type !== undefined) {
      const label = `field '${name}' of ${record.label}`;
      return asRef(new RefNode(record.scope, { kind: 'field', of: record, name }, type, label));
    }
  }
  throw new PipelineError({
    code: 'MLP1104',
    message: RefNode.is(record)
      ? `field ${show(name)} is read of ${record.label}, which has none`
      : `field ${show(name)} is read of no ref`,
    expected:
      RefNode.is(record) && record.type.kind === 'record' ? Object.keys(record.type.fields).join(', ') : 'a record',
    actual: name,
  });
}
