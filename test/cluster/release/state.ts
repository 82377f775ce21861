import { deployedIn } from '../../../src/programs/environment-file/edit';
import { recordName, verdictBookName } from '../../../src/programs/release/object-names';
import { parseRecord } from '../../../src/programs/release/record-data';
import { parseVerdictBook } from '../../../src/programs/release/verdict-book-data';
import type { GitRepository } from '../../services/servers/git-repository';
import { versionsOf } from '../../services/training-run';
import { type EnvironmentName, environments, modelName } from './addresses';
import type { ConfigMaps } from './config-map';
import { tracking } from './training';
import type { World } from './world/world';

/** What the servers say about an environment, in model versions. */
export interface EnvironmentState {
  /** The record. */
  readonly phase: string;
  readonly locked: boolean;
  readonly candidate: string | null;
  readonly deployed: string | null;
  readonly good: string | null;
  readonly hold: string | null;
  readonly rejected: readonly string[];
  /** The file in git. */
  readonly git: string;
  /** Whether its fence token is that of the record. */
  readonly fenced: boolean;
  /** The alias of the registry. */
  readonly alias: string | null;
  /** What answers. */
  readonly runs: string | undefined;
}

export interface State extends Readonly<Record<EnvironmentName, EnvironmentState>> {
  readonly development: string | null;
  /** Versions that the registry calls rejected in staging. */
  readonly tagged: readonly string[];
  /** The verdicts of staging: version, verdict and reason. */
  readonly verdicts: readonly (readonly [version: string, verdict: string, reason: string])[];
}

interface Sources {
  readonly configMaps: ConfigMaps;
  readonly repository: GitRepository;
  readonly world: World;
  versionOf(digest: string): string;
}

/** Reads all of it back from the servers. */
export async function stateOf(sources: Sources): Promise<State> {
  await sources.world.settled();
  const aliases = await aliasesOf();
  const states = await Promise.all(
    environments.map(async (name) => [name, await environmentState(name, aliases, sources)] as const),
  );
  const book = parseVerdictBook('verdicts', await sources.configMaps.dataOf(verdictBookName('gourmetgram', 'staging')));
  const versions = await versionsOf(tracking, modelName);
  return {
    ...(Object.fromEntries(states) as Record<EnvironmentName, EnvironmentState>),
    development: aliases.development ?? null,
    tagged: versions.filter(({ tags }) => tags['rejected.staging'] !== undefined).map(({ version }) => version),
    verdicts: book.map(({ candidate, verdict, reason }) => [candidate.modelVersion, verdict, reason]),
  };
}

async function environmentState(
  name: EnvironmentName,
  aliases: Readonly<Record<string, string>>,
  { configMaps, repository, world, versionOf }: Sources,
): Promise<EnvironmentState> {
  const { record } = parseRecord(name, await configMaps.dataOf(recordName('gourmetgram', name)));
  const text = repository.read(`environments/${name}/gourmetgram.yaml`) ?? '';
  const { deployed, token } = deployedIn(Buffer.from(text), { helmValues: 'image.reference' });
  const { phase, lock, candidate, hold, rejected } = record;
  return {
    phase,
    locked: lock !== null,
    candidate: candidate?.modelVersion ?? null,
    deployed: record.deployed?.modelVersion ?? null,
    good: record.good?.modelVersion ?? null,
    hold: hold?.reason ?? null,
    rejected: rejected.map(({ modelVersion }) => modelVersion),
    git: versionOf(deployed.replace(/^.*@/, '')),
    fenced: token === record.token,
    alias: aliases[name] ?? null,
    runs: world.answers(name)?.replace(/^1\.0\./, ''),
  };
}

async function aliasesOf(): Promise<Readonly<Record<string, string>>> {
  const { registered_model: model } = (await tracking.call(`registered-models/get?name=${modelName}`)) as {
    registered_model: { aliases?: { alias: string; version: string }[] };
  };
  return Object.fromEntries((model.aliases ?? []).map(({ alias, version }) => [alias, version]));
}
