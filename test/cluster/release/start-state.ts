import { newFile } from '../../../src/programs/environment-file/new-file';
import { recordName, verdictBookName } from '../../../src/programs/release/object-names';
import { initialRecord } from '../../../src/programs/release/record';
import { recordData } from '../../../src/programs/release/record-data';
import type { GitRepository } from '../../services/servers/git-repository';
import { type EnvironmentName, environments, imageRepository } from './addresses';
import type { ConfigMaps } from './config-map';
import type { Training } from './training';

export type Versions = Readonly<Record<EnvironmentName, string>>;

/** Where it is left. */
interface Places {
  readonly repository: GitRepository;
  readonly training: Training;
  readonly configMaps: ConfigMaps;
}

/** Leaves what releases would have left: files in git, records, aliases. */
export async function released(versions: Versions, { repository, training, configMaps }: Places): Promise<void> {
  repository.commit(files(versions, training), 'start');
  for (const name of environments) {
    const one = training.version(versions[name]);
    const record = { ...initialRecord, token: 1, attempt: 1, candidate: one, deployed: one, good: one };
    await configMaps.setData(recordName('gourmetgram', name), recordData({ record, audit: [] }));
    await training.alias(name, versions[name]);
  }
  await forgetVerdicts(configMaps);
}

/** Leaves what somebody installed by hand, and records as the manifests have them: without a word. */
export async function installed(versions: Versions, { repository, training, configMaps }: Places): Promise<void> {
  const byHand = Object.entries(files(versions, training)).map(([file, text]) => [file, text.replace(/^# .*\n/, '')]);
  repository.commit(Object.fromEntries(byHand), 'install');
  for (const name of environments) await configMaps.setData(recordName('gourmetgram', name), undefined);
  await forgetVerdicts(configMaps);
}

function files(versions: Versions, { version }: Training): Readonly<Record<string, string>> {
  return Object.fromEntries(
    environments.map((name) => {
      const deployed = `${imageRepository}@${version(versions[name]).digest}`;
      const text = newFile({ helmValues: 'image.reference' }, { deployed, token: 1 });
      return [`environments/${name}/gourmetgram.yaml`, text];
    }),
  );
}

async function forgetVerdicts(configMaps: ConfigMaps): Promise<void> {
  for (const name of ['staging', 'canary']) await configMaps.setData(verdictBookName('gourmetgram', name), undefined);
}
