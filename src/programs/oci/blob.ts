import { unexpectedStatus } from '../json-answer';
import type { Session } from '../session';
import { Trouble } from '../trouble';
import { type Descriptor, digestOf } from './manifest';
import type { Registry } from './registry';

/** Whether the repository has a blob, in its full size. @internal */
export async function hasBlob(registry: Registry, { digest, size }: Descriptor, session: Session): Promise<boolean> {
  const answer = await registry.ask({ to: `/blobs/${digest}`, method: 'HEAD' });
  const { host } = registry.repository;
  if (answer.status === 404) return false;
  if (answer.status !== 200) throw unexpectedStatus(answer, `registry ${host}, asked for a blob,`, session);
  const length = answer.headers['content-length'];
  return length === undefined || Number(length) === size;
}

const mostBytes = 4 * 1024 * 1024;

/** Reads a small blob, such as the config of an image, and proves that it is the one. @internal */
export async function readBlob(registry: Registry, { digest, size }: Descriptor): Promise<Buffer> {
  const { host } = registry.repository;
  if (size > mostBytes) throw new Trouble(`blob ${digest} has ${size} bytes, at most ${mostBytes} are read`);
  const answer = await registry.ask({ to: `/blobs/${digest}` });
  if (answer.status !== 200) throw new Trouble(`registry ${host} answered ${answer.status} for blob ${digest}`);
  if (digestOf(answer.body) !== digest) throw new Trouble(`registry ${host} answered other bytes than blob ${digest}`);
  return answer.body;
}
