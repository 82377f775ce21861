import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiClient } from '../api/client';
import { environmentOf } from './environment';
import type { Ended } from './outcome';
import type { Pod, Template } from './pod';
import { ended, startContainer } from './process';
import { type Mounts, mountsOf, trustFile } from './volumes';

/** What the stand-in needs to run pods' programs. */
export interface LocalProcesses {
  /** A folder for the pods' files. */
  readonly scratch: string;
  /** Names that the programs can resolve, beside `localhost`. */
  readonly hosts: Readonly<Record<string, string>>;
  /** A certificate that Node trusts in every image, beside its own, PEM. */
  readonly trusts?: string;
  /** Folders of programs that images bring along. */
  readonly programs?: readonly string[];
  /** Folders of this machine that every container has, by where. */
  readonly folders?: Readonly<Record<string, string>>;
  /** What the programs printed, by the pod's name. */
  readonly logs: Map<string, string>;
}

/**
 * Runs the main container as a local process, with the files, env and argv of the pod: in a root folder that has only
 * this machine's programs and what the pod mounts, as the pod's user. Init containers run before it, except Argo's own;
 * when one fails, the main container counts as ended in its way.
 */
export async function runLocally(
  api: ApiClient,
  pod: Pod,
  template: Template,
  place: LocalProcesses,
  stop: AbortSignal,
  kill: AbortSignal,
): Promise<Ended | undefined> {
  const main = pod.spec.containers.find(({ name }) => name === 'main');
  if (main === undefined) throw new Error(`pod ${pod.metadata.name} has no container 'main'`);
  const home = join(place.scratch, 'pods', pod.metadata.uid ?? '');
  const own = (pod.spec.initContainers ?? []).filter(({ name }) => name !== 'init');
  let log = '';
  try {
    for (const container of [...own, main]) {
      const mounts = await mountsOf(api, pod, container, home, place);
      const trust: [string, string][] = place.trusts === undefined ? [] : [['NODE_EXTRA_CA_CERTS', trustFile]];
      const env = { ...(await environmentOf(api, pod, container)), ...Object.fromEntries(trust) };
      const run = await ended(startContainer(pod, container, mounts, env), stop, kill);
      log += run.log;
      place.logs.set(pod.metadata.name, log);
      const { exitCode } = run;
      const reason = exitCode === 0 ? 'Completed' : 'Error';
      if (container === main || exitCode !== 0)
        return { kind: 'ended', exitCode, reason, files: outputFiles(template, mounts) };
    }
    return undefined;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Content of the files that the template's outputs name. */
function outputFiles({ outputs }: Template, mounts: Mounts): Readonly<Record<string, string>> {
  const entries = (outputs?.parameters ?? []).flatMap(({ name, valueFrom }) => {
    const file = mounts.fileAt(valueFrom?.path ?? '');
    return file !== undefined && existsSync(file) ? [[name, readFileSync(file, 'utf8')] as const] : [];
  });
  return Object.fromEntries(entries);
}
