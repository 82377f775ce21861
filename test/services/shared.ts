import { inject } from 'vitest';
import type { SharedName, starters } from './shared-servers';

type Shared<N extends SharedName> = Omit<Awaited<ReturnType<(typeof starters)[N]>>, 'stop'>;

/**
 * A server that all test files share; the first who asks waits until it runs. Take names of your own in it (models,
 * namespaces), don't stop it, and put `faulty` between it and a program that shall see it fail.
 */
export async function shared<N extends SharedName>(name: N): Promise<Shared<N>> {
  const answer = await fetch(`http://127.0.0.1:${inject('sharedServers')}/${name}`);
  if (!answer.ok) throw new Error(`'${name}' can't be started: ${await answer.text()}`);
  return (await answer.json()) as Shared<N>;
}
