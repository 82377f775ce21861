import { baseUrl, below } from '../base-url';
import { differences } from '../check-http/shape-differences';
import { type Calling, call } from '../http-call';
import { jsonOf } from '../json-answer';
import { Trouble } from '../trouble';
import { bad, type Finding, good } from './finding';
import type { ServedModel } from './served-model';

/** Whether a model answers the samples of its contract as the contract says. @internal */
export async function lookAtEndpoint({ url, path, request, answer }: ServedModel, calling: Calling): Promise<Finding> {
  const target = below(baseUrl(url), path);
  const from = `${target.origin}${target.pathname}`;
  try {
    const said = await call(
      {
        url: target,
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify(request)),
        // A prediction changes nothing.
        repeatable: true,
      },
      calling,
    );
    if (said.status !== 200)
      return bad('endpoint', `${from} answered ${said.status}: ${calling.session.show(said.body.toString(), 150)}`);
    const [first] = differences(jsonOf(said, from, calling.session), answer);
    if (first === undefined) return good('endpoint', `answers as its contract says, in ${Math.round(said.latency)} ms`);
    const found = calling.session.show(JSON.stringify(first.found) ?? 'nothing', 100);
    return bad('endpoint', `${from}: ${first.path || 'the answer'} is ${found}, expected ${first.expected}`);
  } catch (problem) {
    if (problem instanceof Trouble) return bad('endpoint', problem.message);
    throw problem;
  }
}
