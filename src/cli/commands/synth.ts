import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from '../command';
import { appSettings } from '../synth/app-settings';
import { differenceText } from '../synth/difference-text';
import { folderDifference } from '../synth/folder-difference';
import { runApp } from '../synth/run-app';
import { UsageError } from '../usage-error';

/** @internal */
export const command: Command = {
  takes: '',
  about: [
    'Runs the app of cdk8s.yaml, which writes its manifests, as cdk8s synth does, but keeps',
    'the last output if the app fails. With --check it writes nothing: it says what the app',
    'would change in the folder, object by object, and ends with 1 if that is anything.',
  ].join('\n'),
  options: {
    check: { type: 'boolean', about: 'compare with what is there instead of writing' },
    app: { type: 'string', value: 'command', about: "the app, if not 'app' of cdk8s.yaml" },
    output: { type: 'string', value: 'folder', about: "the folder, if not 'output' of cdk8s.yaml; dist" },
  },
  examples: [
    { line: 'cdk8s-mlops synth', does: 'write the manifests' },
    { line: 'cdk8s-mlops synth --check', does: 'in CI: fail if the committed manifests are not those of the app' },
  ],
  async run({ paths, options }, terminal) {
    if (paths.length > 0)
      throw new UsageError(`synth takes no path, and '${paths[0]}' is one`, 'write --output=<folder>');
    const { app, output } = appSettings({
      ...(typeof options.app === 'string' && { app: options.app }),
      ...(typeof options.output === 'string' && { output: options.output }),
    });
    if (options.check !== true) {
      await runApp(app, output, terminal);
      return 0;
    }
    const aside = mkdtempSync(join(tmpdir(), 'cdk8s-mlops-'));
    try {
      await runApp(app, aside, terminal);
      if (readdirSync(aside).length === 0)
        throw new UsageError(
          'the app wrote nothing to the folder that CDK8S_OUTDIR names',
          'give its App no outdir of its own, so that it can be checked without writing',
        );
      const differences = folderDifference(output, aside);
      terminal.out(
        differences.length === 0
          ? `${output} is what the app writes\n`
          : differenceText(output, differences, terminal.color.out),
      );
      return differences.length === 0 ? 0 : 1;
    } finally {
      rmSync(aside, { recursive: true, force: true });
    }
  },
};
