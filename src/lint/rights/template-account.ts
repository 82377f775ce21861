import type { PlacedTemplate } from '../argo/templates';
import { accountName } from './grants';

/**
 * The account that a template of Argo runs as. Nothing where it is made of values, and where a WorkflowTemplate leaves it to
 * those who start it.
 *
 * @param named accounts that count before those of the template and its specification
 * @internal
 */
export function accountOfTemplate(
  { object: { kind, spec }, template }: Pick<PlacedTemplate, 'object' | 'template'>,
  ...named: readonly (string | undefined)[]
): string | undefined {
  const given = [...named, template.serviceAccountName, spec.serviceAccountName];
  const isOpen = kind.endsWith('Template') && given.every((name) => name === undefined);
  return isOpen ? undefined : accountName(...given);
}
