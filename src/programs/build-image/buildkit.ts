import { revisionLabel } from '../oci/image-config';
import type { Configuration } from './configuration';
import { type BuilderPod, gitVariable, type Wanted } from './job';

/**
 * BuildKit without root: it makes user namespaces and mounts, which seccomp and AppArmor profiles refuse.
 *
 * @see https://github.com/moby/buildkit/blob/master/docs/rootless.md
 * @internal
 */
export function buildkit(configuration: Configuration, { commit, destination }: Wanted): BuilderPod {
  const { remote, folder, dockerfile, target, buildArguments, insecure } = configuration;
  const token = gitVariable('GIT_AUTH_TOKEN', configuration);
  // Without .git at its end BuildKit would take the address for that of an archive.
  const repository = `${remote.url.origin}${remote.url.pathname.replace(/(?:\.git)?\/*$/, '')}.git`;
  return {
    command: ['buildctl-daemonless.sh'],
    args: [
      'build',
      '--frontend=dockerfile.v0',
      `--opt=context=${repository}#${commit}${folder === undefined ? '' : `:${folder}`}`,
      `--opt=filename=${dockerfile}`,
      ...(target === undefined ? [] : [`--opt=target=${target}`]),
      ...Object.entries(buildArguments).map(([name, value]) => `--opt=build-arg:${name}=${value}`),
      `--opt=label:${revisionLabel}=${commit}`,
      `--output=type=image,name=${destination},push=true${insecure ? ',registry.insecure=true' : ''}`,
      ...(token.length === 0 ? [] : ['--secret=id=GIT_AUTH_TOKEN,env=GIT_AUTH_TOKEN']),
      '--progress=plain',
    ],
    env: [{ name: 'BUILDKITD_FLAGS', value: '--oci-worker-no-process-sandbox' }, ...token],
    dockerConfig: '/credentials/registry',
    volumeMounts: [{ name: 'state', mountPath: '/home/user/.local/share/buildkit' }],
    volumes: [{ name: 'state', emptyDir: {} }],
    podSecurity: {
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      fsGroup: 1000,
      seccompProfile: { type: 'Unconfined' },
      appArmorProfile: { type: 'Unconfined' },
    },
    containerSecurity: {},
    exemption: 'rootless BuildKit makes user namespaces, which seccomp and AppArmor refuse: level privileged',
  };
}
