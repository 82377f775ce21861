import type { Candidate } from '../../../src/programs/release/candidate';
import { pushImage } from '../../services/images';
import { trackingAt, trainingRun } from '../../services/training-run';
import { modelName, places } from './addresses';
import type { Behaviour } from './world/behaviour';
import type { World } from './world/world';

/** What training and the build of images leave in the registries. */
export interface Training {
  /** A version of the model and its image; `development` names it. */
  build(behaviour?: Behaviour, inCanary?: Behaviour): Promise<Candidate>;
  /** Forgets all versions, but for the image of before the first training: version 0. */
  clear(): Promise<void>;
  /** @throws Error if nobody built it */
  version(modelVersion: string): Candidate;
  versionOf(digest: string): string;
  alias(name: string, modelVersion: string): Promise<void>;
  /** Removes the image of a version from the registry. */
  removeImage(modelVersion: string): Promise<void>;
}

const imagesAt = `http://${places.registry.address}:${places.registry.port}`;
const imagePath = 'gourmetgram-app';
const uri = 's3://models/gourmetgram';

export const tracking = trackingAt(`http://${places.mlflow.address}:${places.mlflow.port}`);

export function trainingFor(world: World): Training {
  let known: Candidate[] = [];
  let built = 0;

  async function image(
    runId: string,
    modelVersion: string,
    behaviour: Behaviour = 'good',
    inCanary?: Behaviour,
  ): Promise<Candidate> {
    built += 1;
    const layers = [Buffer.from(`image ${built}`)];
    const { digest } = await pushImage(imagesAt, imagePath, `staging-1.0.${modelVersion}`, { layers });
    world.know({ digest, version: `1.0.${modelVersion}`, behaviour, inCanary });
    const candidate = { modelVersion, runId, digest, commit: 'c0ffee'.padEnd(40, '0'), uri };
    known.push(candidate);
    return candidate;
  }

  function version(modelVersion: string): Candidate {
    const found = known.find((each) => each.modelVersion === modelVersion);
    if (found === undefined) throw new Error(`nobody built version ${modelVersion}`);
    return found;
  }

  async function alias(name: string, modelVersion: string): Promise<void> {
    await tracking.call('registered-models/alias', { name: modelName, alias: name, version: modelVersion });
  }

  return {
    version,
    alias,
    versionOf: (digest) => known.find((each) => each.digest === digest)?.modelVersion ?? digest,
    async build(behaviour, inCanary) {
      const run = await trainingRun(tracking);
      const version = { name: modelName, source: uri, run_id: run };
      const { model_version: made } = await tracking.call('model-versions/create', version);
      const { version: modelVersion } = made as { version: string };
      await alias('development', modelVersion);
      return image(run, modelVersion, behaviour, inCanary);
    },
    async clear() {
      known = [];
      // There is none before the first test.
      await tracking.call('registered-models/delete', { name: modelName }, 'DELETE').catch(() => undefined);
      await tracking.call('registered-models/create', { name: modelName });
      await image('', '0');
    },
    async removeImage(modelVersion) {
      const { digest } = version(modelVersion);
      const answer = await fetch(`${imagesAt}/v2/${imagePath}/manifests/${digest}`, { method: 'DELETE' });
      if (!answer.ok) throw new Error(`image of version ${modelVersion}: ${answer.status}`);
    },
  };
}
