import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EnvironmentName } from '../addresses';
import { behaviourIn, type Image } from './behaviour';

const prediction = JSON.stringify({ prediction: 'Egg', probability: 0.93 });

/** The application of an environment: answers as the image that is asked for now. */
export function application(environment: EnvironmentName, now: () => Image | undefined): RequestListener {
  let asked = 0;
  return async (request, response) => {
    request.resume();
    const image = now();
    if (image === undefined) return response.socket?.resetAndDestroy();
    if (request.url === '/version') return response.end(image.version);
    if (request.url !== '/predict') return response.writeHead(404).end();
    asked += 1;
    const behaviour = behaviourIn(image, environment);
    if (behaviour === 'slow') await sleep(2200);
    const broken = behaviour === 'bad-architecture' || (behaviour === 'flaky' && asked % 10 === 0);
    if (broken) return response.writeHead(500).end('mat1 and mat2 shapes cannot be multiplied');
    return response.setHeader('content-type', 'application/json').end(prediction);
  };
}
