import type { Loader } from './contract';

/**
 * Schemes that KServe's storage initializer knows; neither `mlflow-artifacts:` nor `models:` is among them.
 *
 * @see https://kserve.github.io/website/docs/model-serving/storage/overview
 */
const schemes: { readonly [L in Loader]: readonly string[] } = {
  kserve: ['s3', 'gs', 'pvc', 'hf', 'ms', 'oci', 'oci+native', 'hdfs', 'webhdfs', 'http', 'https', 'git'],
};

/** Nothing, or why the loader cannot load a model from there. @internal */
export function loadProblem(uri: string, loader: Loader): string | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase() ?? 'no scheme';
  if (schemes[loader].includes(scheme) && /^[^:]+:\/\/[^/]/.test(uri)) return undefined;
  const advice =
    scheme === 'mlflow-artifacts'
      ? 'the server proxies its artifacts; start it with --no-serve-artifacts and a --default-artifact-root in object storage'
      : `it takes ${schemes[loader].join(', ')}`;
  return `${loaderNames[loader]} can not load a model from ${scheme}: ${advice}`;
}

const loaderNames: { readonly [L in Loader]: string } = { kserve: 'KServe' };
