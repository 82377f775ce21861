import type { LintDocument } from '../document';
import { objectsOf } from '../objects/named';
import type { Project } from '../project';

/** All roles whose fields have the types that they should have. @internal */
export function rolesIn(project: Project): readonly LintDocument[] {
  const group = 'rbac.authorization.k8s.io';
  return [...objectsOf(project, 'Role', group), ...objectsOf(project, 'ClusterRole', group)];
}
