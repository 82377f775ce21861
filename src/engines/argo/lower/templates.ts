import { createHash } from 'node:crypto';
import { PipelineError } from '../../../core/error';
import type { Template } from '../../../schemas/argo/types';

/**
 * The templates of one object, callers before what they call. Each is made once, for the thing it stands for.
 *
 * @internal
 */
export class Templates {
  private readonly byName = new Map<string, { readonly owner: object; body: Template | undefined }>();

  /** The name of the template that stands for `owner`; made by `make` on first use. */
  ensure(wanted: string, owner: object, make: () => Omit<Template, 'name'>): string {
    const name = shortened(wanted);
    const known = this.byName.get(name);
    if (known !== undefined && known.owner !== owner) throw clash(name);
    if (known === undefined) {
      const slot = { owner, body: undefined as Template | undefined };
      this.byName.set(name, slot);
      slot.body = { name, ...make() };
    }
    return name;
  }

  all(): readonly Template[] {
    return [...this.byName.values()].flatMap(({ body }) => (body === undefined ? [] : [body]));
  }
}

/** Branches in branches add up to long names; Argo takes 128 characters. */
function shortened(name: string): string {
  if (name.length <= 128) return name;
  return `${name.slice(0, 117)}-${createHash('sha256').update(name).digest('hex').slice(0, 10)}`;
}

function clash(name: string): PipelineError {
  return new PipelineError({
    code: 'MLP1121',
    message: `two different things are called '${name}'`,
    expected: 'one name for each task, pipeline and branch of a pipeline',
    fix: 'rename one of them, or use the same object in both places',
    actual: name,
  });
}
