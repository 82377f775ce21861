import { mermaid } from '../../graph/mermaid';
import type { Command } from '../command';
import { diagnosticText } from '../diagnostic-text';
import { readManifests } from '../input/read-manifests';
import { progressOn } from '../progress';
import { UsageError } from '../usage-error';

/** @internal */
export const command: Command = {
  takes: '[paths…]',
  about: [
    'Draws Workflows, WorkflowTemplates and CronWorkflows of Argo, and Pipelines and',
    'PipelineRuns of Tekton, as a Mermaid flowchart: steps as a person would draw them,',
    'branches with the word that takes them, what ends red, approvals, and the exit',
    'handler apart. Without paths, the current folder.',
  ].join('\n'),
  options: {
    entry: {
      type: 'string',
      value: 'name',
      about: 'what to draw: name, Kind/name or namespace/name; else all',
    },
    depth: { type: 'string', value: 'n', about: 'how many boxes deep; 0 draws each called template as one node' },
  },
  examples: [
    { line: 'cdk8s-mlops graph dist-manifests', does: 'everything in a folder' },
    { line: 'cdk8s-mlops graph dist-manifests --entry cron-train --depth 1', does: 'one pipeline, in coarse' },
    { line: 'kubectl get workflowtemplates -o yaml | cdk8s-mlops graph -', does: 'what is in a cluster' },
  ],
  async run({ paths, options }, terminal) {
    const depth = depthOf(options.depth);
    const entry = typeof options.entry === 'string' ? options.entry : undefined;
    const progress = progressOn(terminal);
    const { manifests, diagnostics } = await readManifests(paths.length === 0 ? ['.'] : paths, terminal, progress);
    progress.end();
    terminal.err(diagnosticText(diagnostics, terminal.color.err));
    const documents = manifests.map(({ value }) => value);
    terminal.out(mermaid(documents, { entry, depth }));
    return diagnostics.some(({ severity }) => severity === 'error') ? 1 : 0;
  },
};

function depthOf(typed: string | boolean | undefined): number | undefined {
  if (typeof typed !== 'string') return undefined;
  if (/^\d{1,3}$/.test(typed)) return Number(typed);
  throw new UsageError(`--depth is '${typed}'`, 'write a whole number from 0 on');
}
