import { startDeadline } from '../deadline';
import type { Environment } from '../environment';
import { branchHead } from '../git/branch-head';
import { shown } from '../git/http-client';
import { podApi } from '../kubernetes/pod-api';
import { readConfig, revisionOf } from '../oci/image-config';
import { readManifest } from '../oci/manifest';
import { missingParts } from '../oci/missing-parts';
import { type Registry, registryOf } from '../oci/registry';
import type { Session } from '../session';
import { codeTag, jobName } from './code-image';
import type { Configuration } from './configuration';
import type { BuildOutcome } from './contract';
import { jobOf } from './job';
import { runJob } from './run-job';

/**
 * Makes sure that the registry has the image of a branch's newest commit: builds it by a Job unless it is there.
 *
 * Who comes second waits for the Job of the first; who comes after a Job that failed begins anew. What is believed is the
 * registry alone.
 *
 * @internal
 */
export async function buildImage(
  configuration: Configuration,
  environment: Environment,
  session: Session,
): Promise<BuildOutcome> {
  const { remote, branch, image: repository } = configuration;
  const calling = { deadline: startDeadline(configuration.deadline), session };
  const image = registryOf(repository, calling);
  const failed = (outcome: BuildOutcome['outcome'], reason: string): BuildOutcome => ({ outcome, reason, done: false });

  const commit = await branchHead(remote, branch, calling);
  if (commit === undefined) return failed('absent', `${shown(remote)} has no branch ${branch}`);
  const tag = codeTag(commit, configuration);
  const destination = `${repository.host}/${repository.path}:${tag}`;
  const name = jobName(tag, configuration);
  Object.assign(session.evidence, { repository: shown(remote), branch, commit, destination });
  const ended = (outcome: BuildOutcome['outcome'], digest: string): BuildOutcome => ({
    outcome,
    reason: `${destination} is ${digest}`,
    done: true,
    outputs: { digest, commit },
  });

  const there = await imageOf(image, tag, commit, session);
  if (there !== undefined) return ended('found', there);
  const api = podApi(environment, calling);
  Object.assign(session.evidence, { job: `${configuration.namespace}/${name}` });
  const trouble = await runJob(api, jobOf(name, configuration, { commit, destination }), configuration, calling);
  if (trouble !== undefined) return failed(trouble.outcome, trouble.reason);
  const built = await imageOf(image, tag, commit, session);
  if (built !== undefined) return ended('built', built);
  return failed('failed', `Job ${name} is complete, and ${destination} is not there, not whole or not of ${commit}`);
}

/** The digest of the image under the tag, if it is whole and says that it was built from the commit. */
async function imageOf(image: Registry, tag: string, commit: string, session: Session): Promise<string | undefined> {
  const manifest = await readManifest(image, tag, session);
  if (manifest?.config === undefined) return undefined;
  if (revisionOf(await readConfig(image, manifest)) !== commit) return undefined;
  return (await missingParts(image, manifest, session)).length === 0 ? manifest.digest : undefined;
}
