/** Settings that a namespace with pod security *restricted* asks of pods and containers. */
export const securityContext = { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } };
export const containerContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };

/** All of it on a container, for pods that have no settings of their own. */
export const wholeContext = { ...securityContext, ...containerContext };
