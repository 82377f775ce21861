/** Kinds of one API whose objects can name a ConfigMap. @internal */
export interface Namers {
  readonly apiVersion: string;
  readonly resources: readonly string[];
  /** An engine's: of one engine at least there are objects. */
  readonly ofEngine: boolean;
}

/**
 * Everything of a namespace that can name the ConfigMap of a program: what starts pods, on either engine, and the pods. The
 * collector's Role is made of it.
 *
 * @internal
 */
export const namers: readonly Namers[] = [
  {
    apiVersion: 'argoproj.io/v1alpha1',
    resources: ['cronworkflows', 'workflows', 'workflowtemplates'],
    ofEngine: true,
  },
  { apiVersion: 'tekton.dev/v1', resources: ['pipelineruns', 'pipelines', 'taskruns', 'tasks'], ofEngine: true },
  { apiVersion: 'batch/v1', resources: ['cronjobs', 'jobs'], ofEngine: false },
  { apiVersion: 'v1', resources: ['pods'], ofEngine: false },
];
