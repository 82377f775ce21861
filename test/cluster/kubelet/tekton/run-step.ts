import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { ApiClient } from '../../api/client';
import { environmentOf } from '../environment';
import type { LocalProcesses } from '../local-process';
import type { Container, Pod } from '../pod';
import type { Exit } from '../pod-status';
import { ended, startContainer } from '../process';
import { mountsOf, trustFile } from '../volumes';
import { givenLine } from './given';
import type { ScriptedStep } from './scripted-step';

/** A kubelet keeps this much of a container's termination message. */
const messageBytes = 4096;

/** Runs one of Tekton's own init containers, which have to succeed. */
export async function runInit(
  api: ApiClient,
  pod: Pod,
  container: Container,
  home: string,
  place: LocalProcesses,
  over: AbortSignal,
): Promise<void> {
  const { exitCode, log } = await run(api, pod, container, home, place, over);
  if (exitCode !== 0 && !over.aborted)
    throw new Error(`init container ${container.name} of pod ${pod.metadata.name} exits with ${exitCode}: ${log}`);
}

/** Runs a step under Tekton's entrypoint, and reads the message it leaves. */
export async function runStep(
  api: ApiClient,
  pod: Pod,
  { container, killed }: ScriptedStep,
  home: string,
  place: LocalProcesses,
  over: AbortSignal,
): Promise<Exit> {
  if (killed !== undefined) {
    const mounts = await mountsOf(api, pod, container, home, place);
    for (const [path, text] of Object.entries(killed.files)) writeFileSync(mounts.fileAt(path) ?? '', text);
    tell(pod, place, givenLine(container));
    return killed.exit;
  }
  const { exitCode, log, message } = await run(api, pod, container, home, place, over);
  tell(pod, place, log);
  return { exitCode, ...(message === '' ? {} : { message }) };
}

/** Adds to the pod's log. */
export function tell({ metadata: { name } }: Pod, { logs }: LocalProcesses, text: string): void {
  logs.set(name, `${logs.get(name) ?? ''}${text}`);
}

async function run(
  api: ApiClient,
  pod: Pod,
  container: Container,
  home: string,
  place: LocalProcesses,
  over: AbortSignal,
): Promise<{ readonly exitCode: number; readonly log: string; readonly message: string }> {
  const mounts = await mountsOf(api, pod, container, home, place);
  const trust: Readonly<Record<string, string>> = place.trusts === undefined ? {} : { NODE_EXTRA_CA_CERTS: trustFile };
  // What the pod says itself counts, as everywhere.
  const env = { ...trust, ...(await environmentOf(api, pod, container)) };
  // Who waits for nothing more need not end gracefully.
  const { exitCode, log } = await ended(startContainer(pod, container, mounts, env), never, over);
  const message = existsSync(mounts.message) ? readFileSync(mounts.message, 'utf8') : '';
  return { exitCode, log, message: message.slice(0, messageBytes) };
}

const never = new AbortController().signal;
