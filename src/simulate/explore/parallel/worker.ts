import { parentPort, workerData } from 'node:worker_threads';
import { compile } from '../../compile';
import { createExplorer, type Round } from '../explorer';
import type { Answer, Batch, Explored } from './messages';

/** A thread that plays scenarios for a search, batch by batch. */
function work(port: NonNullable<typeof parentPort>, { manifests, compile: compiled, options }: Explored): void {
  const explorer = createExplorer(compile(manifests, compiled), options);
  if ('plays' in explorer) throw new Error('there is nothing to explore');
  let round: Round | undefined;
  let known = new Set<string>();
  port.on('message', ({ time, known: more, ways }: Batch) => {
    if (round?.time !== time) {
      round = explorer.round(time);
      known = new Set();
    }
    const { follow } = round;
    for (const key of more) known.add(key);
    const answer: Answer = ways.map((way) => {
      const followed = follow(way, (key) => known.has(key));
      // Who asked may find it superfluous; it then has the scenarios after it played again, if they depend on it.
      for (const { key } of followed.places) known.add(key);
      return followed;
    });
    port.postMessage(answer);
  });
}

if (parentPort !== null) work(parentPort, workerData as Explored);
