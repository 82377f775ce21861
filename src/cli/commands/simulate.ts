import { printTimeline } from '../../simulate/report/timeline';
import { printTree } from '../../simulate/report/tree';
import { simulate } from '../../simulate/simulate';
import { versionOf } from '../argo-version';
import type { Command } from '../command';
import { diagnosticText } from '../diagnostic-text';
import { readManifests } from '../input/read-manifests';
import { readScenario } from '../input/read-scenario';
import { progressOn } from '../progress';

/** @internal */
export const command: Command = {
  takes: '[paths…]',
  about: [
    'Plays Argo workflows and Tekton pipelines as the controller would, on a fake clock, without',
    'a cluster, and prints what became of each step. A scenario says how steps end; all others',
    'end well.',
    'Ends with 1 unless everything ends Succeeded. Without paths, the current folder.',
  ].join('\n'),
  options: {
    submit: {
      type: 'string',
      value: 'name',
      about: 'the template, workflow, pipeline, run or schedule to start',
    },
    scenario: {
      type: 'string',
      value: 'file',
      about: "YAML: steps that do not end well, 'train: fails'",
    },
    timeline: { type: 'boolean', about: 'what happened when, instead of a tree' },
    argo: { type: 'string', value: 'version', about: "Argo's version: 3.7 or 4.0, the default" },
  },
  examples: [
    { line: 'cdk8s-mlops simulate dist-manifests --submit release', does: 'everything ends well' },
    { line: 'cdk8s-mlops simulate dist-manifests --submit release --scenario s.yaml', does: 'as a file says' },
  ],
  async run({ paths, options }, terminal) {
    const progress = progressOn(terminal);
    const { manifests, diagnostics } = await readManifests(paths.length === 0 ? ['.'] : paths, terminal, progress);
    progress.end();
    terminal.err(diagnosticText(diagnostics, terminal.color.err));
    const scenario = typeof options.scenario === 'string' ? readScenario(options.scenario) : {};
    const played = simulate(
      manifests.map(({ value }) => value),
      scenario,
      { version: versionOf(options.argo), ...(typeof options.submit === 'string' && { submit: options.submit }) },
    );
    const print = options.timeline === true ? printTimeline : printTree;
    terminal.out(played.workflows.map((workflow) => `${print(workflow).trimEnd()}\n`).join('\n'));
    for (const { time, skipped } of played.schedule) {
      if (skipped !== undefined) terminal.out(`${time.toISOString()}: nothing was started, ${skipped}\n`);
    }
    for (const { severity, message } of played.findings) terminal.err(`${severity}: ${message}\n`);
    for (const message of played.undecided) terminal.err(`undecided: ${message}\n`);
    const read = diagnostics.every(({ severity }) => severity !== 'error');
    return read && played.phase === 'Succeeded' ? 0 : 1;
  },
};
