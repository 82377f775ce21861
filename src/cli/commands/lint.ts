import { relative, resolve, sep } from 'node:path';
import type { Finding } from '../../lint/finding';
import { sortedFindings } from '../../lint/finding';
import { lintDocuments } from '../../lint/lint';
import { versionOf } from '../argo-version';
import type { Command } from '../command';
import { fixInPlace } from '../findings/fix-in-place';
import { githubAnnotations } from '../findings/github';
import { sarif } from '../findings/sarif';
import { findingsText } from '../findings/text';
import { readLintConfig } from '../input/read-lint-config';
import { readManifests } from '../input/read-manifests';
import { progressOn } from '../progress';
import { tektonOf } from '../tekton-settings';
import { UsageError } from '../usage-error';
import { version } from '../version';

const formats = ['text', 'json', 'sarif', 'github'] as const;

/** @internal */
export const command: Command = {
  takes: '[paths…]',
  about: [
    'Says what is wrong in manifests: fields that no engine knows, what the engines refuse',
    'before anything runs, and what goes wrong though they take it. All files are looked',
    'at together, so that references are found. Without paths, the current folder.',
    'What is meant to stay: # cdk8s-mlops-ignore MLL3001: the reason',
  ].join('\n'),
  options: {
    format: { type: 'string', value: 'name', about: `${formats.join(', ')}; text if not said` },
    argo: { type: 'string', value: 'version', about: "Argo's version: 3.7 or 4.0, the default" },
    tekton: { type: 'string', value: 'settings', about: 'what is on in Tekton 1.15, with commas: enable-artifacts' },
    fix: { type: 'boolean', about: 'mend in place what can be mended for certain' },
    config: { type: 'string', value: 'file', about: 'severities, paths to ignore; cdk8s-mlops.lint.yaml' },
  },
  examples: [
    { line: 'cdk8s-mlops lint dist-manifests', does: 'everything in a folder' },
    {
      line: 'cdk8s-mlops lint --fix train.yaml',
      does: 'misspelt fields, missing quotes and the like, mended in place',
    },
    { line: 'cdk8s-mlops lint --format sarif . > lint.sarif', does: 'for code scanning' },
    { line: 'kubectl get workflowtemplates -o yaml | cdk8s-mlops lint -', does: 'what is in a cluster' },
  ],
  async run({ paths, options }, terminal) {
    const format = formatOf(options.format);
    const config = readLintConfig(typeof options.config === 'string' ? options.config : undefined);
    const argo = options.argo === undefined ? (config.argo ?? '4.0') : versionOf(options.argo);
    if (options.fix === true && paths.includes('-'))
      throw new UsageError("--fix can't change standard input", 'name files or folders');
    const progress = progressOn(terminal);
    const { manifests, diagnostics, texts } = await readManifests(
      paths.length === 0 ? ['.'] : paths,
      terminal,
      progress,
    );
    const unread = diagnostics.map(
      (one): Finding => ({ ...one, line: one.line ?? 1, column: one.column ?? 1, path: '' }),
    );
    if (manifests.length === 0 && unread.length === 0)
      throw new UsageError('there is no manifest to look at', 'name files that have apiVersion and kind');
    const isIgnored = ({ file }: Finding): boolean => isBelow(file, config.ignore);
    const lintOptions = {
      targets: { argo, tekton: options.tekton === undefined ? config.tekton : tektonOf(options.tekton) },
      severities: config.severities,
    };
    if (options.fix === true) progress.end();
    const mended = options.fix === true ? fixInPlace(texts, lintOptions, isIgnored, terminal) : undefined;
    const onRule = (done: number, all: number): void =>
      progress.at(`${texts.size} files: looked by ${done} of ${all} rules`);
    const found = mended?.findings ?? lintDocuments(manifests, lintOptions, onRule);
    progress.end();
    // What was read before it was mended is told by where it stands now.
    const stillUnread = mended === undefined ? unread : unread.filter(({ file }) => !texts.has(file));
    const findings = sortedFindings([...stillUnread, ...found]).filter((finding) => !isIgnored(finding));
    if (format === 'text') terminal.out(findingsText(findings, mended?.texts ?? texts, terminal.color.out));
    if (format === 'json') terminal.out(`${JSON.stringify({ findings }, null, 2)}\n`);
    if (format === 'sarif') terminal.out(sarif(findings, version()));
    if (format === 'github') terminal.out(githubAnnotations(findings));
    if (mended?.failed === true) return 2;
    return findings.some(({ severity }) => severity === 'error') ? 1 : 0;
  },
};

function formatOf(typed: string | boolean | undefined): (typeof formats)[number] {
  if (typed === undefined) return 'text';
  const found = formats.find((format) => format === typed);
  if (found !== undefined) return found;
  throw new UsageError(`--format is '${typed}'`, `write ${formats.slice(0, -1).join(', ')} or ${formats.at(-1)}`);
}

function isBelow(file: string, folders: readonly string[]): boolean {
  return folders.some((folder) => {
    const way = relative(resolve(folder), resolve(file));
    return way === '' || (way !== '..' && !way.startsWith(`..${sep}`));
  });
}
