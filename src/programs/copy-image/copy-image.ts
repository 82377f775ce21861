import { startDeadline } from '../deadline';
import { unexpectedStatus } from '../json-answer';
import { type Copied, copyParts, putManifest } from '../oci/copy-manifest';
import { type Manifest, readManifest } from '../oci/manifest';
import { registryOf } from '../oci/registry';
import type { Session } from '../session';
import { Trouble } from '../trouble';
import type { Configuration } from './configuration';
import type { CopyOutcome } from './contract';

/** With these a registry keeps a tag that must not be moved. */
const keeping = [400, 403, 405, 409, 412];
const mostAttempts = 3;

/**
 * Gives an image another tag, in its repository or in another one, with every byte as it is: an index stays an index, and the
 * digest that was tested is the digest that is deployed.
 *
 * @internal
 */
export async function copyImage(configuration: Configuration, session: Session): Promise<CopyOutcome> {
  const { reference, tag } = configuration;
  const calling = { deadline: startDeadline(configuration.deadline), session };
  const source = registryOf(configuration.source, calling);
  const target = registryOf(configuration.target, calling);
  const nameOf = ({ host, path }: { readonly host: string; readonly path: string }): string => `${host}/${path}`;
  const [from, to] = [nameOf(source.repository), nameOf(target.repository)];
  const copied: Copied = { manifests: 0, blobs: { there: 0, mounted: 0, copied: 0 } };
  Object.assign(session.evidence, { source: from, reference, target: to, tag, copied, referrers: 'not copied' });

  const manifest = await readManifest(source, reference, session);
  if (manifest === undefined) return { outcome: 'absent', reason: `${from} has no ${reference}`, done: false };
  const { digest, mediaType } = manifest;
  const outputs = { digest, image: `${to}@${digest}` };
  const before = await readManifest(target, tag, session);
  Object.assign(session.evidence, { digest, mediaType, before: before?.digest ?? null });
  // A registry with immutable tags refuses even the same image.
  if (before?.digest === digest)
    return { outcome: 'unchanged', reason: `${to}:${tag} is ${digest} already`, done: true, outputs };

  if (from !== to) await copyParts(source, target, manifest, copied, calling);
  let after: Manifest | undefined;
  // Another who sets the same tag at the same time may be half-way when it is read back.
  for (let attempt = 1; attempt <= mostAttempts && after?.digest !== digest; attempt += 1) {
    if (attempt > 1) await calling.deadline.sleep(500 * attempt * Math.random());
    const answer = await putManifest(target, tag, manifest);
    if (before !== undefined && keeping.includes(answer.status)) {
      const said = session.show(answer.body.toString(), 200);
      return {
        outcome: 'refused',
        reason: `${to}:${tag} stays ${before.digest}: ${said || answer.status}`,
        done: false,
      };
    }
    if (answer.status !== 201)
      throw unexpectedStatus(answer, `registry ${target.repository.host}, given ${tag},`, session);
    after = await readManifest(target, tag, session);
  }
  if (after?.digest !== digest)
    throw new Trouble(
      `${to}:${tag} is ${after?.digest ?? 'gone'} after it was set to ${digest}: something else moves it`,
    );
  return { outcome: 'copied', reason: `${to}:${tag} is ${digest}`, done: true, outputs };
}
