import { show } from '../core/check-value';
import { PipelineError } from '../core/error';
import { contract } from '../programs/run-notebook/contract';
import type { NotebookOperator, NotebookSource, NotebookSpec } from './notebook-spec';

/** What the definition of the kind would refuse, or drop without a word. Throws MLP3051; the apiVersion. @internal */
export function checkNotebook(spec: NotebookSpec, operator: NotebookOperator, at: string): string {
  const { version, apiVersion = 'mlops.mlops.dev/v1alpha1' } = operator ?? {};
  const parts = /^v?(\d+)\.(\d+)\.(\d+)$/.exec(String(version))?.slice(1).map(Number);
  if (parts === undefined) throw unusable(`the version of the operator is ${show(version)}`, "such as '1.0.5'", at);
  try {
    contract.apiVersion.parse(String(apiVersion));
    contract.spec.parse(JSON.stringify(spec) ?? '');
  } catch (problem) {
    throw unusable(`the job: ${(problem as Error).message}`, 'a group, a version, a notebook and a pod', at);
  }
  for (const each of [spec.notebook, spec.goldenNotebook]) if (each !== undefined) checkSource(each, at);
  const { podConfig, timeout } = spec;
  const { containerImage: image } = podConfig;
  if (typeof image !== 'string' || !/[:@][^/]+$/.test(image) || /:latest$/.test(image))
    throw unusable(`the notebook runs in ${show(image)}`, 'an image with a version or a digest', at);
  if (timeout !== undefined && !/^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$/.test(timeout))
    throw unusable(`the timeout of the notebook is ${show(timeout)}`, "as Go writes it: '15m'", at);
  const mounts = podConfig.volumeMounts ?? [];
  const volumes = podConfig.volumes ?? [];
  const lost = mounts.find(({ name }) => !volumes.some((volume) => volume.name === name));
  if (lost !== undefined) throw unusable(`nothing is called ${show(lost.name)} at ${lost.mountPath}`, 'a volume', at);
  const [major = 0, minor = 0, patch = 0] = parts;
  const hasVolumes = major > 1 || (major === 1 && (minor > 0 || patch >= 5));
  if (!hasVolumes && mounts.length + volumes.length > 0)
    throw unusable(`operator ${version} drops volumes and volumeMounts`, 'operator 1.0.5 or later', at);
  return apiVersion;
}

function checkSource({ path, git }: NotebookSource, at: string): void {
  if (typeof path !== 'string' || !/^[^\p{Cc}]{1,500}\.ipynb$/u.test(path) || path.split('/').includes('..'))
    throw unusable(`the notebook is ${show(path)}`, "a path that ends in '.ipynb'", at);
  if (typeof git?.url !== 'string' || !/^((https?|git|ssh):\/\/|git@)[^\s]+$/.test(git.url))
    throw unusable(`the notebook is in ${show(git?.url)}`, 'the address of a repository', at);
  if (/:\/\/[^/]*@/.test(git.url) && !git.url.startsWith('ssh://'))
    throw unusable('the address of the repository holds credentials', 'credentialsSecret', at);
  if (typeof git.ref !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9._/-]{0,250}$/.test(git.ref))
    throw unusable(`the notebook is of ${show(git.ref)}`, 'a branch, a tag or a commit', at);
}

function unusable(message: string, expected: string, at: string): PipelineError {
  return new PipelineError({ code: 'MLP3051', message, expected, at });
}
