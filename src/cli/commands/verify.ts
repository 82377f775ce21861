import { printExploration } from '../../simulate/explore/exploration-text';
import type { Roles } from '../../simulate/explore/roles';
import { verifyInParallel } from '../../simulate/explore/verify';
import { isMap } from '../../yaml/is-map';
import { readYaml } from '../../yaml/read';
import { versionOf } from '../argo-version';
import type { Command } from '../command';
import { diagnosticText } from '../diagnostic-text';
import { readManifests } from '../input/read-manifests';
import { readText } from '../input/read-text';
import { progressOn } from '../progress';
import { UsageError } from '../usage-error';

/** @internal */
export const command: Command = {
  takes: '[paths…]',
  about: [
    'Plays every combination of what may become of the steps of Argo workflows and Tekton',
    'pipelines, without a cluster, and says what holds in all of them: nothing is promoted',
    'untested, changes are made under a lock, failures end red, nothing waits for ever. For',
    'what does not hold it shows the smallest scenario. Without paths, the current folder.',
  ].join('\n'),
  options: {
    submit: {
      type: 'string',
      value: 'names',
      about: 'what to start, separated by commas; else all that can be',
    },
    roles: {
      type: 'string',
      value: 'file',
      about: 'what hand-written templates do, as YAML or JSON',
    },
    limit: { type: 'string', value: 'n', about: 'runs of the simulator for each workflow, default 50000' },
    argo: { type: 'string', value: 'version', about: "Argo's version: 3.7 or 4.0, the default" },
  },
  examples: [
    { line: 'cdk8s-mlops verify dist-manifests', does: 'everything in a folder' },
    { line: 'cdk8s-mlops verify --submit release --roles roles.yaml workflows', does: 'one workflow, with roles' },
  ],
  async run({ paths, options }, terminal) {
    const progress = progressOn(terminal);
    const { manifests, diagnostics } = await readManifests(paths.length === 0 ? ['.'] : paths, terminal, progress);
    progress.end();
    terminal.err(diagnosticText(diagnostics, terminal.color.err));
    const submit = typeof options.submit === 'string' ? options.submit.split(',') : undefined;
    const limit = limitOf(options.limit);
    const roles = typeof options.roles === 'string' ? readRoles(options.roles) : undefined;
    const explored = await verifyInParallel(
      manifests.map(({ value }) => value),
      {
        version: versionOf(options.argo),
        ...(submit !== undefined && { submit }),
        ...(roles !== undefined && { roles }),
        ...(limit !== undefined && { limit }),
        progress: (name, plays, waiting) =>
          progress.at(`${barOf(plays, waiting)} ${name}: ${plays} runs, ${waiting} to go`),
      },
    );
    progress.end();
    if (explored.length === 0)
      throw new UsageError('there is no workflow or pipeline to start', 'name files that have one');
    terminal.out(explored.map(({ name, exploration }) => `${name}: ${printExploration(exploration)}`).join('\n'));
    const holds = explored.every(({ exploration: { violations } }) => violations.length === 0);
    return holds && diagnostics.every(({ severity }) => severity !== 'error') ? 0 : 1;
  },
};

function barOf(plays: number, waiting: number): string {
  const width = 30;
  const done = Math.round((plays / (plays + waiting)) * width);
  return '█'.repeat(done) + '░'.repeat(width - done);
}

function limitOf(typed: string | boolean | undefined): number | undefined {
  if (typeof typed !== 'string') return undefined;
  if (/^[1-9]\d{0,8}$/.test(typed)) return Number(typed);
  throw new UsageError(`--limit is '${typed}'`, 'write a whole number from 1 on');
}

function readRoles(file: string): Roles {
  const read = readText(file);
  if ('trouble' in read)
    throw new UsageError(`--roles: ${read.trouble.message}`, read.trouble.fix ?? 'name another file');
  const [document] = readYaml(read.text).documents;
  if (isMap(document?.value)) return document.value as Roles;
  throw new UsageError(`--roles: ${file} is no map`, "write lines such as 'test: gate:verdict=pass'");
}
