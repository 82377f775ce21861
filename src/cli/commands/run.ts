import type { KubeObject } from '../../simulate/local/cluster/objects';
import { hostAddress } from '../../simulate/local/hosts';
import { LocalProblem } from '../../simulate/local/problem';
import { type AnsweredBy, type LocalEvents, runLocally } from '../../simulate/local/run-locally';
import { printTree } from '../../simulate/report/tree';
import type { Arguments, Command, ExitCode } from '../command';
import { diagnosticText } from '../diagnostic-text';
import { readManifests } from '../input/read-manifests';
import { readScenario } from '../input/read-scenario';
import { paint, type Terminal } from '../terminal';
import { UsageError } from '../usage-error';

/** @internal */
export const command: Command = {
  takes: '--local [paths…]',
  about: [
    'Plays a run on this machine, without a cluster: steps that run a program of this',
    'library run it as a process, with the bytes, variables and files of the manifest,',
    'against a small Kubernetes API on loopback and the servers that --host names. All',
    'other steps are answered by the scenario, or end well with sample outputs.',
    'Prints what the programs say, then the tree. Ends with 1 unless the run Succeeded.',
  ].join('\n'),
  options: {
    local: { type: 'boolean', about: 'on this machine; there is no other way yet' },
    entry: { type: 'string', value: 'name', about: 'the template, workflow or cron to start' },
    parameter: { type: 'string', short: 'p', value: 'name=value', many: true, about: 'a parameter of the workflow' },
    scenario: { type: 'string', value: 'file', about: "YAML: what becomes of steps, 'train: fails'" },
    secrets: { type: 'string', value: 'file', about: 'Secrets and ConfigMaps that no path has' },
    host: {
      type: 'string',
      value: 'name=address',
      many: true,
      about: 'where a name is: mlflow.svc=127.0.0.1:5000',
    },
    state: { type: 'string', value: 'folder', about: 'what runs leave; .cdk8s-mlops if not said' },
  },
  examples: [
    {
      line: 'cdk8s-mlops run --local dist --entry release --host mlflow.svc=127.0.0.1:5000',
      does: 'a release against an MLflow on this machine; the training ends well',
    },
    {
      line: 'cdk8s-mlops run --local dist --entry test -p model=7 --secrets secrets.yaml',
      does: 'a part of it, with a parameter and passwords',
    },
  ],
  async run(given, terminal) {
    try {
      return await runOnce(given, terminal);
    } catch (problem) {
      if (!(problem instanceof LocalProblem)) throw problem;
      terminal.err(`${paint('error', 'red', terminal.color.err)}: ${problem.message}\n`);
      return 2;
    }
  },
};

async function runOnce({ paths, options, lists }: Arguments, terminal: Terminal): Promise<ExitCode> {
  if (options.local !== true) throw new UsageError('run works on this machine only', 'write run --local');
  const text = (name: string): string | undefined =>
    typeof options[name] === 'string' ? (options[name] as string) : undefined;
  const hosts = (lists.host ?? []).map(hostAddress);
  const parameters = Object.fromEntries((lists.parameter ?? []).map(parameterOf));
  const scenarioFile = text('scenario');
  const scenario = scenarioFile === undefined ? {} : readScenario(scenarioFile);
  const given = await readManifests(paths.length === 0 ? ['.'] : paths, terminal);
  const secretsFile = text('secrets');
  const secrets = secretsFile === undefined ? undefined : await readManifests([secretsFile], terminal);
  const diagnostics = [...given.diagnostics, ...(secrets?.diagnostics ?? [])];
  terminal.err(diagnosticText(diagnostics, terminal.color.err));
  for (const { host, port, toHost, toPort } of hosts)
    terminal.err(`${address(host, port)} is ${address(toHost, toPort)} here\n`);

  const { signal, forget } = untilInterrupted();
  try {
    const played = await runLocally({
      manifests: objectsOf(given),
      entry: text('entry'),
      parameters,
      scenario,
      secrets: secrets === undefined ? [] : objectsOf(secrets),
      hosts,
      state: text('state') ?? '.cdk8s-mlops',
      version: '4.0',
      stop: signal,
      told: toldTo(terminal),
    });
    terminal.out(played.workflows.map(printTree).join('\n'));
    for (const { severity, message } of played.findings)
      terminal.err(`${paint(severity, severity === 'error' ? 'red' : 'yellow', terminal.color.err)}: ${message}\n`);
    for (const message of played.undecided) terminal.err(`undecided: ${message}\n`);
    const read = diagnostics.every(({ severity }) => severity !== 'error');
    return read && !signal.aborted && played.phase === 'Succeeded' ? 0 : 1;
  } finally {
    forget();
  }
}

function toldTo(terminal: Terminal): LocalEvents {
  const color = terminal.color.err;
  return {
    line: ({ path, name }, text) => terminal.err(`${paint(path || name, 'dim', color)} ${text}\n`),
    ended: ({ path, name }, outcome, by) => {
      const how = outcome.kind === 'ended' ? `exit code ${outcome.exitCode ?? 0}` : outcome.kind;
      terminal.err(`${paint(path || name, 'bold', color)} ended: ${how}${whose[by]}\n`);
    },
  };
}

const whose: { readonly [by in AnsweredBy]: string } = {
  program: '',
  scenario: ', as the scenario says',
  sample: ' with sample outputs: it is not run here, and the scenario does not name it',
};

function objectsOf({ manifests }: Awaited<ReturnType<typeof readManifests>>): readonly KubeObject[] {
  return manifests.flatMap(({ value }) => {
    const { metadata } = value;
    return typeof metadata === 'object' && metadata !== null ? [value as unknown as KubeObject] : [];
  });
}

function parameterOf(typed: string): readonly [string, string] {
  const at = typed.indexOf('=');
  if (at < 1) throw new UsageError(`--parameter is '${typed}'`, 'write name=value');
  return [typed.slice(0, at), typed.slice(at + 1)];
}

function address(host: string, port: number | undefined): string {
  return port === undefined ? host : `${host}:${port}`;
}

/** The first signal ends the programs, which say so in their outputs; nothing is left running. */
function untilInterrupted(): { readonly signal: AbortSignal; readonly forget: () => void } {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, stop);
  return {
    signal: controller.signal,
    forget: () => {
      for (const name of signals) process.off(name, stop);
    },
  };
}
