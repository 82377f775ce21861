import type { Calling } from '../http-call';
import { Trouble } from '../trouble';
import { gitHttp, shown } from './http-client';
import type { Remote } from './remote';

/**
 * The newest commit of a branch, by the list of branches alone; nothing if there is no such branch.
 *
 * @see https://git-scm.com/docs/gitprotocol-http#_smart_server_response
 * @internal
 */
export async function branchHead(remote: Remote, branch: string, calling: Calling): Promise<string | undefined> {
  const url = `${shown(remote)}/info/refs?service=git-upload-pack`;
  const answer = await gitHttp(remote, calling).request({ url });
  const chunks: Uint8Array[] = [];
  for await (const chunk of answer.body ?? []) chunks.push(chunk);
  for (const line of packetLines(Buffer.concat(chunks).toString('latin1'), shown(remote))) {
    const [, commit, name] = /^([0-9a-f]{40}) ([^\0\n]+)/.exec(line) ?? [];
    if (name === `refs/heads/${branch}`) return commit;
  }
  return undefined;
}

/** Each line begins with its length in four hexadecimal digits, `0000` ends a section. */
function* packetLines(text: string, what: string): Generator<string> {
  let at = 0;
  while (at < text.length) {
    const length = Number.parseInt(text.slice(at, at + 4), 16);
    if (!(length === 0 || (length >= 4 && at + length <= text.length)))
      throw new Trouble(`${what} answered with half a list of branches`);
    if (length > 4) yield text.slice(at + 4, at + length);
    at += Math.max(length, 4);
  }
}
