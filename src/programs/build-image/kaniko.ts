import { revisionLabel } from '../oci/image-config';
import type { Configuration } from './configuration';
import { type BuilderPod, gitVariable, type Wanted } from './job';

/**
 * kaniko unpacks the image over its own root file system and changes owners there: root, and nothing read-only.
 *
 * @see https://github.com/osscontainertools/kaniko
 * @internal
 */
export function kaniko(configuration: Configuration, { commit, destination }: Wanted): BuilderPod {
  const { remote, branch, username, folder, dockerfile, target, buildArguments, insecure, image } = configuration;
  const { url } = remote;
  const repository = `${url.host}${url.pathname.replace(/\/+$/, '')}`;
  const password = gitVariable('GIT_PASSWORD', configuration);
  return {
    command: ['/kaniko/executor'],
    args: [
      `--context=git://${repository}#refs/heads/${branch}#${commit}`,
      ...(folder === undefined ? [] : [`--context-sub-path=${folder}`]),
      `--dockerfile=${dockerfile}`,
      ...(target === undefined ? [] : [`--target=${target}`]),
      ...Object.entries(buildArguments).map(([name, value]) => `--build-arg=${name}=${value}`),
      `--label=${revisionLabel}=${commit}`,
      `--destination=${destination}`,
      ...(insecure ? [`--insecure-registry=${image.host}`] : []),
      '--log-format=text',
    ],
    env: [
      ...(password.length === 0 ? [] : [{ name: 'GIT_USERNAME', value: username }, ...password]),
      ...(url.protocol === 'http:' ? [{ name: 'GIT_PULL_METHOD', value: 'http' }] : []),
    ],
    dockerConfig: '/kaniko/.docker',
    volumeMounts: [],
    volumes: [],
    podSecurity: { runAsUser: 0, runAsGroup: 0, seccompProfile: { type: 'RuntimeDefault' } },
    containerSecurity: { allowPrivilegeEscalation: false },
    exemption: 'kaniko runs as root in its container, whose file system it replaces: level baseline',
  };
}
