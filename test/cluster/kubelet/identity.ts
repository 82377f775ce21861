import type { Container, Pod } from './pod';

/** The user and group that OpenShift gives to the pods of a namespace: no image decides, and nobody is root. */
export const openShiftUser = 1_000_680_000;

/** As whom a container runs. */
export function userOf({ spec }: Pod, container: Container): number {
  const asked = container.securityContext?.runAsUser ?? spec.securityContext?.runAsUser;
  return asked ?? (isNonRoot(spec, container) ? openShiftUser : 0);
}

/** Whose group the pod's volumes are, if anybody says so. */
export function volumeGroup({ spec }: Pod): number | undefined {
  const { runAsUser, fsGroup } = spec.securityContext ?? {};
  if (fsGroup !== undefined || runAsUser !== undefined) return fsGroup;
  const given = spec.containers.some(
    (container) => container.securityContext?.runAsUser === undefined && isNonRoot(spec, container),
  );
  return given ? openShiftUser : undefined;
}

function isNonRoot({ securityContext }: Pod['spec'], container: Container): boolean {
  return container.securityContext?.runAsNonRoot ?? securityContext?.runAsNonRoot ?? false;
}
