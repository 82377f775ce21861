/**
 * How many pods serve a model: a number, or bounds and what the number follows.
 *
 * @public
 */
export type InferenceScaling =
  /** Always so many. */
  | { readonly replicas: number }
  /** By what pods use of their requests, in percent; Standard mode. */
  | { readonly min: number; readonly max: number; readonly cpu: number }
  | { readonly min: number; readonly max: number; readonly memory: number }
  /** By requests that a pod works on at once, or begins each second; Knative mode. 0 pods at least are allowed. */
  | { readonly min: number; readonly max: number; readonly concurrency: number }
  | { readonly min: number; readonly max: number; readonly rps: number }
  /** By a query of Prometheus, so many of it for each pod; Standard mode, with KEDA. */
  | {
      readonly min: number;
      readonly max: number;
      readonly query: { readonly prometheus: string; readonly promql: string; readonly perPod: number };
    };
