import { Worker } from 'node:worker_threads';
import type { Round } from '../explorer';
import type { Found, Item } from '../search';
import type { Answer, Batch, Explored } from './messages';

/** Threads that play scenarios side by side. @internal */
export interface Team {
  /** Plays all scenarios of a round. Rejects when a thread crashes. */
  play(round: Round): Promise<Found>;
  /** Ends the threads. */
  dismiss(): Promise<void>;
}

/** Scenarios that lie next to each other begin alike, and are played together: not too few for each. */
const batchSize = 32;

/** So that a thread does not wait for its next scenarios. */
const ahead = 2;

/** Scenarios that are played. */
interface Played {
  readonly items: readonly Item[];
  answer: Answer | undefined;
}

interface Member {
  readonly worker: Worker;
  readonly batches: Played[];
  /** How many of the places it knows. */
  known: number;
}

/**
 * Who plays what depends on who is ready, and what is found does not: answers are taken up in the order of the scenarios,
 * and what a thread played for nothing, since it did not know of another one, is left out.
 *
 * @internal
 */
export function createTeam(workerData: Explored, size: number, file: string): Team {
  const members = Array.from(
    { length: size },
    (): Member => ({ worker: new Worker(file, { workerData }), batches: [], known: 0 }),
  );
  let crashed: (problem: Error) => void = () => undefined;
  for (const { worker } of members) {
    worker.on('error', (problem) => crashed(new Error(`a thread that plays scenarios crashed: ${problem.message}`)));
    worker.on('exit', () => crashed(new Error('a thread that plays scenarios ended')));
  }
  return {
    play: ({ time, search, follow }) =>
      new Promise((resolve, reject) => {
        crashed = reject;
        const order: Played[] = [];
        const give = (member: Member): void => {
          while (member.batches.length < ahead) {
            const items = nextOf(search);
            if (items.length === 0) return;
            const played: Played = { items, answer: undefined };
            order.push(played);
            member.batches.push(played);
            const known = search.placesSince(member.known);
            member.known += known.length;
            const ways = items.map(({ choices, look }) => ({ choices, look }));
            member.worker.postMessage({ time, known, ways } satisfies Batch);
          }
        };
        const takeUp = ({ items, answer = [] }: Played): void => {
          for (const [index, item] of items.entries()) {
            if (search.isOver()) return;
            const followed = answer[index];
            if (followed === undefined || !search.tell(item, followed)) search.tell(item, follow(item, search.isKnown));
          }
        };
        for (const member of members) {
          member.known = 0;
          member.batches.length = 0;
          member.worker.removeAllListeners('message');
          member.worker.on('message', (answer: Answer) => {
            const played = member.batches.shift();
            if (played === undefined) return;
            played.answer = answer;
            try {
              for (let first = order[0]; first?.answer !== undefined; first = order[0]) {
                takeUp(first);
                order.shift();
              }
            } catch (problem) {
              reject(problem);
              return;
            }
            if (search.isOver()) resolve(search.found());
            else for (const each of members) give(each);
          });
          give(member);
        }
      }),
    async dismiss() {
      crashed = () => undefined;
      await Promise.all(members.map(({ worker }) => worker.terminate()));
    },
  };
}

function nextOf(search: Round['search']): readonly Item[] {
  const items: Item[] = [];
  while (items.length < batchSize) {
    const item = search.next();
    if (item === undefined) break;
    items.push(item);
  }
  return items;
}
