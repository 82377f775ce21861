import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Template } from '../../schemas/argo/types';
import type { Leaf } from '../scenario/executor';
import type { EndedOutcome, Outcome } from '../scenario/outcome';
import { secondsOrDuration } from '../world/duration';
import { runChild } from './child-process';
import type { LocalCluster } from './cluster/local-cluster';
import { type HostAddress, hostsModule } from './hosts';
import { missingHere } from './missing-here';
import type { OwnProgram } from './own-program';
import { podEnvironment } from './pod-environment';
import { type PodFolder, podFolder } from './pod-folder';
import { LocalProblem } from './problem';
import type { Sources } from './sources';

/** What programs on this machine have instead of a cluster. @internal */
export interface LocalPlace {
  readonly cluster: LocalCluster;
  /** Where PersistentVolumeClaims keep what is in them. */
  readonly claims: string;
  readonly sources: Sources;
  readonly hosts: readonly HostAddress[];
  /** What they trust beside the usual ones, in PEM; may be empty. */
  readonly certificates: string;
  readonly stop: AbortSignal;
  /** Told of each line that a program prints. */
  readonly line: (leaf: Leaf, text: string) => void;
}

/**
 * Runs a program as its pod would: its bytes, its environment, its files, its time; and reads its outputs as the engine does.
 *
 * Throws a `LocalProblem` if this machine lacks something that it needs.
 *
 * @internal
 */
export async function runProgram(
  leaf: Leaf,
  template: Template,
  { path, container }: OwnProgram,
  { cluster, claims, sources, hosts, certificates, stop, line }: LocalPlace,
): Promise<Outcome> {
  const namespace = leaf.namespace || 'default';
  const home = mkdtempSync(join(tmpdir(), 'cdk8s-mlops-'));
  try {
    refuse(template, container.envFrom !== undefined);
    const folder = podFolder(container, template.volumes ?? [], { home, claims, namespace, sources });
    const pod = { name: leaf.name, namespace, uid: randomUUID() };
    const env = podEnvironment(container.env ?? [], pod, sources);
    const missing = missingHere(env, hosts, cluster);
    if (missing !== undefined) throw new LocalProblem(missing);
    const preload = filesIn(join(home, 'preload'), { 'hosts.mjs': hostsModule(hosts) });
    const ended = await runChild({
      file: process.execPath,
      args: ['--import', pathToFileURL(join(preload, 'hosts.mjs')).href, folder.at(path)],
      env: {
        ...mapped(env, folder),
        OUT_DIR: folder.at('/out'),
        TMPDIR: folder.at('/tmp'),
        KUBERNETES_SERVICE_HOST: '127.0.0.1',
        KUBERNETES_SERVICE_PORT: String(cluster.port),
        ...(certificates !== '' && {
          NODE_EXTRA_CA_CERTS: join(filesIn(join(home, 'trusted'), { 'git.pem': certificates }), 'git.pem'),
        }),
        SERVICE_ACCOUNT_DIR: filesIn(join(home, 'account'), cluster.accountFiles(namespace)),
      },
      cwd: home,
      milliseconds: timeOf(template),
      stop,
      line: (text) => line(leaf, text),
    });
    if (ended.timedOut) return { kind: 'hangs' };
    const { exitCode, milliseconds } = ended;
    return { kind: 'ended', exitCode, takes: milliseconds, outputs: outputsOf(leaf, folder) };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** What a program would find missing without anybody having said so. */
function refuse({ inputs }: Template, envFrom: boolean): void {
  if (envFrom) throw new LocalProblem('its env comes from envFrom, which is not played here: name each variable');
  const [artifact] = inputs?.artifacts ?? [];
  if (artifact !== undefined)
    throw new LocalProblem(`it takes the artifact '${artifact.name}', and there is no store of artifacts here`);
}

/** Paths of the container become paths of this machine. */
function mapped(env: Readonly<Record<string, string>>, folder: PodFolder): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, value.startsWith('/') ? folder.at(value) : value]),
  );
}

/** The time that the template gives its pod, in milliseconds. */
function timeOf({ timeout, activeDeadlineSeconds }: Template): number | undefined {
  const times = [timeout, activeDeadlineSeconds].flatMap((given) =>
    given === undefined ? [] : [secondsOrDuration(String(given)) ?? Number.NaN],
  );
  const least = Math.min(...times);
  return Number.isFinite(least) ? least : undefined;
}

const longestOutput = 256 * 1024;

/** Contents of the files that the outputs name; `null` for one that was not written. */
function outputsOf({ outputs }: Leaf, folder: PodFolder): NonNullable<EndedOutcome['outputs']> {
  return Object.fromEntries(
    outputs.flatMap(({ name, path }) => {
      if (path === undefined) return [];
      const file = folder.at(path);
      // In a cluster a longer one does not fit into the workflow either.
      const isThere = file !== path && existsSync(file) && statSync(file).size <= longestOutput;
      return [[name, isThere ? readFileSync(file, 'utf8') : null] as const];
    }),
  );
}

function filesIn(folder: string, files: Readonly<Record<string, string>>): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o600 });
  return folder;
}
