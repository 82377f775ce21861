/** On OpenShift the namespace chooses user and group, so no pod names them. @public */
export type Platform = 'kubernetes' | 'openshift';
