import { startDeadline } from '../deadline';
import type { Calling } from '../http-call';
import { unexpectedStatus } from '../json-answer';
import { mlflowApi } from '../mlflow/api';
import { readVersion } from '../mlflow/model-version';
import { copyParts, putManifest } from '../oci/copy-manifest';
import { labelsOf, readConfig, revisionOf } from '../oci/image-config';
import { type Manifest, readManifest } from '../oci/manifest';
import { missingParts } from '../oci/missing-parts';
import { meets } from '../oci/platform';
import { type Registry, registryOf } from '../oci/registry';
import type { Session } from '../session';
import { Trouble } from '../trouble';
import type { Configuration } from './configuration';
import type { AppendOutcome } from './contract';
import { sendLayer } from './layer';
import { modelLabels } from './model-labels';
import { withLayer } from './with-layer';

/**
 * Makes the image of a model version out of the image of the code: one more layer with the model's files, and its version in a
 * file. Nothing is run, and the same base and model give the same bytes.
 *
 * The first image of a version stays its image: later ones, with the same tag, are that one.
 *
 * @internal
 */
export async function appendLayer(configuration: Configuration, session: Session): Promise<AppendOutcome> {
  const { modelVersion, tags } = configuration;
  const calling = { deadline: startDeadline(configuration.deadline), session };
  const base = registryOf(configuration.base, calling);
  const image = registryOf(configuration.image, calling);
  const name = nameOf(image);
  const refused = (outcome: AppendOutcome['outcome'], reason: string): AppendOutcome => ({
    outcome,
    reason,
    done: false,
  });
  const labels = modelLabels(configuration);
  Object.assign(session.evidence, {
    base: nameOf(base),
    reference: configuration.reference,
    image: name,
    tags,
    labels,
  });

  const tagged = await Promise.all(
    tags.map(async (tag) => ({ tag, manifest: await readManifest(image, tag, session) })),
  );
  let known: Manifest | undefined;
  for (const { tag, manifest } of tagged) {
    if (manifest === undefined) continue;
    if (!(await isLabelled(image, manifest, labels)) || (known !== undefined && known.digest !== manifest.digest))
      return refused(
        'refused',
        `${name}:${tag} is ${manifest.digest} already, and not version ${modelVersion} of this model`,
      );
    known = manifest;
  }
  const whole = known !== undefined && (await missingParts(image, known, session)).length === 0 ? known : undefined;
  if (whole === undefined) {
    const unusable = await versionProblem(configuration, calling);
    if (unusable !== undefined) return refused('refused', unusable);
  }
  const built = whole ?? (await build(configuration, { base, image, labels, calling }));
  if (built === undefined) return refused('absent', `${nameOf(base)} has no ${configuration.reference}`);
  const { digest } = built;
  for (const { tag, manifest } of tagged) if (manifest?.digest !== digest) await setTag(image, tag, built, session);
  const commit = revisionOf(await readConfig(image, built));
  Object.assign(session.evidence, { digest, commit });
  return {
    outcome: whole === undefined ? 'built' : 'already-built',
    reason: `${name}:${tags[0]} is ${digest}`,
    done: true,
    outputs: { digest, image: `${name}@${digest}`, commit },
  };
}

async function isLabelled(
  image: Registry,
  manifest: Manifest,
  labels: Readonly<Record<string, string>>,
): Promise<boolean> {
  if (manifest.config === undefined) return false;
  const found = labelsOf(await readConfig(image, manifest));
  return Object.entries(labels).every(([name, value]) => found[name] === value);
}

/** Why the registry's version is not the one to build, or nothing. */
async function versionProblem(
  { model, modelVersion, runId, server }: Configuration,
  calling: Calling,
): Promise<string | undefined> {
  if (modelVersion === '0') return undefined;
  const version = await readVersion(mlflowApi(server, calling), model, modelVersion);
  if (version === undefined) return `MLflow has no version ${modelVersion} of ${model}`;
  if (runId !== undefined && version.runId !== runId)
    return `version ${modelVersion} of ${model} is of another run than ${runId}`;
  return version.status === 'READY' ? undefined : `version ${modelVersion} of ${model} is ${version.status}, not READY`;
}

interface Places {
  readonly base: Registry;
  readonly image: Registry;
  readonly labels: Readonly<Record<string, string>>;
  readonly calling: Calling;
}

async function build(configuration: Configuration, places: Places): Promise<Manifest | undefined> {
  const { base, image, labels, calling } = places;
  const { session } = calling;
  const found = await readManifest(base, configuration.reference, session);
  const manifest = found === undefined ? undefined : await ofPlatform(base, found, configuration.platform, session);
  if (manifest === undefined) return undefined;
  if (nameOf(base) !== nameOf(image)) {
    const copied = { manifests: 0, blobs: { there: 0, mounted: 0, copied: 0 } };
    await copyParts(base, image, manifest, copied, calling);
  }
  const layer = await sendLayer(image, configuration, calling);
  const built = await withLayer(image, manifest, { layer, labels, version: configuration.version }, calling);
  // By its digest first: a tag must never name what is not there.
  const answer = await putManifest(image, built.digest, built);
  if (answer.status === 201) return built;
  throw unexpectedStatus(answer, `registry ${image.repository.host}, given ${built.digest},`, session);
}

async function ofPlatform(
  base: Registry,
  manifest: Manifest,
  platform: string,
  session: Session,
): Promise<Manifest | undefined> {
  if (manifest.config !== undefined) return manifest;
  const [entry, second] = manifest.manifests.filter((each) => meets(each.platform ?? '', platform));
  if (entry === undefined || second !== undefined)
    throw new Trouble(`${manifest.digest} has ${entry === undefined ? 'no image' : 'several images'} for ${platform}`);
  return readManifest(base, entry.digest, session);
}

async function setTag(image: Registry, tag: string, built: Manifest, session: Session): Promise<void> {
  const answer = await putManifest(image, tag, built);
  if (answer.status !== 201)
    throw unexpectedStatus(answer, `registry ${image.repository.host}, given ${tag},`, session);
  const after = await readManifest(image, tag, session);
  if (after?.digest !== built.digest)
    throw new Trouble(`${nameOf(image)}:${tag} is ${after?.digest ?? 'gone'} after it was set to ${built.digest}`);
}

function nameOf({ repository: { host, path } }: Registry): string {
  return `${host}/${path}`;
}
