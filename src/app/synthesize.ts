import { mkdirSync, readFileSync } from 'node:fs';
import type { App } from 'cdk8s';
import { PipelineError } from '../core/error';
import type { LintOptions } from '../lint/options';
import { writeYaml } from '../yaml/write';
import { refuseEnvironments, refuseSecondApp, rememberWriter } from './folder-owner';
import type { GitOpsAppProps } from './gitops-app';
import { argoVersionOf, type LintedManifest, lintOutput } from './lint-output';
import type { Manifest } from './manifest-of';
import { readRecord } from './output-record';
import { fillPreflights } from './preflight';
import { isPlayed, prove } from './prove';
import { renderManifests } from './render-manifests';
import { replaceFiles } from './replace-files';
import { collectRequirements } from './requires/collect-requirements';
import { ownRequirements } from './requires/own-requirements';
import { requiresText } from './requires/requires-text';
import { type Operation, operationOf } from './runbook/collect-operations';
import { runbookText } from './runbook/runbook-text';
import { openStaging } from './staging';
import { type SynthesisPlan, synthesisPlan } from './synthesis-plan';

const SEPARATOR = Buffer.from('---\n');

/**
 * Writes all manifests of an app into its folder, object by object.
 *
 * @param created when the app was made
 * @internal
 */
export function synthesize(app: App, created: number, props: GitOpsAppProps): SynthesisPlan {
  const { outdir: folder } = app;
  refuseEnvironments(folder);
  fillPreflights(app, (props.resolvers ?? []).length > 0);
  const plan = synthesisPlan(app);
  onDisk(folder, () => {
    mkdirSync(folder, { recursive: true });
    const staging = openStaging(folder);
    try {
      const needs = collectRequirements();
      const operations: Operation[] = [];
      const toProve: Manifest[] = [];
      const toLint: LintedManifest[] = [];
      const counts = new Map<string, number>();
      const objects = renderManifests(plan, props, ({ file, yaml, manifest, object }) => {
        if (staging.files.has(file)) staging.append(file, SEPARATOR);
        staging.append(file, yaml);
        needs.add(manifest);
        const operation = operationOf(manifest);
        if (operation !== undefined) operations.push(operation);
        const index = counts.get(file) ?? 0;
        counts.set(file, index + 1);
        if (isLinted(props)) toLint.push({ construct: object, manifest, file, index });
        if (props.verify !== undefined && isPlayed(manifest)) toProve.push(manifest);
      });
      if (props.verify !== undefined) prove(toProve, props.verify);
      const manifests = [...staging.files].sort();
      if (manifests.length > 0) {
        for (const construct of plan.tree) for (const needed of ownRequirements(construct)) needs.require(needed);
        staging.append('REQUIRES.md', Buffer.from(requiresText(needs)));
        if (operations.length > 0) staging.append('RUNBOOK.md', Buffer.from(runbookText(operations)));
        if (props.kustomization === true) staging.append('kustomization.yaml', Buffer.from(kustomization(manifests)));
      }
      staging.finish();
      const warnings = isLinted(props)
        ? lintOutput(toLint, folder, lintOptions(plan, props), (file) => readFileSync(staging.pathOf(file), 'utf8'))
        : [];
      const owned = readRecord(folder);
      const writer = { app, created, folder, objects, manifests };
      refuseSecondApp(writer, owned);
      replaceFiles(folder, staging, owned);
      rememberWriter(writer);
      for (const warning of warnings) process.stderr.write(`warning: ${warning}\n`);
    } finally {
      staging.remove();
    }
  });
  return plan;
}

/**
 * All manifests of an app as one text, documents separated by `---`.
 *
 * @internal
 */
export function synthesizeText(app: App, props: GitOpsAppProps): string {
  const texts: string[] = [];
  fillPreflights(app, (props.resolvers ?? []).length > 0);
  renderManifests(synthesisPlan(app), props, ({ yaml }) =>
    texts.push(Buffer.from(yaml.buffer, yaml.byteOffset, yaml.length).toString()),
  );
  return texts.join('---\n');
}

/** Whether the manifests of an app are looked at. @internal */
export function isLinted({ lint = {} }: GitOpsAppProps): boolean {
  return !('off' in lint);
}

function lintOptions({ tree }: SynthesisPlan, { lint = {} }: GitOpsAppProps): LintOptions {
  if ('off' in lint) return {};
  const argo = argoVersionOf(tree);
  return { ...lint, targets: { ...(argo !== undefined && { argo }), ...lint.targets } };
}

function kustomization(resources: readonly string[]): string {
  return writeYaml({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources });
}

function onDisk(folder: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new PipelineError({
      code: 'MLP4006',
      message: `cannot write to '${folder}': ${error.message}`,
      fix: 'make the folder writable and free some space; each file that was there is still there, and whole',
    });
  }
}

/** An error of the file system, as Node throws it. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
