import { join } from 'node:path';
import { App, Chart, type IResolver } from 'cdk8s';
import { checkProps } from './check-props';
import { recordConstructs } from './construct-metadata';
import { recordCreationPlaces } from './creation-places';
import { dependencyEdges, dependencyOrder } from './dependency-order';
import { moment } from './folder-owner';
import type { LintOutput } from './lint-output';
import type { Prover } from './prove';
import { isLinted, synthesize, synthesizeText } from './synthesize';

/**
 * How a `GitOpsApp` lays out its files.
 *
 * @public
 */
export interface GitOpsAppProps {
  /**
   * Folder for all output. Better left to `cdk8s synth`, which says by `CDK8S_OUTDIR` where it looks for the files.
   *
   * @default - `CDK8S_OUTDIR`, or `dist`
   */
  readonly outdir?: string;
  /**
   * Folder below `outdir` for this app, when a program makes several; each app needs one of its own.
   *
   * @default - `outdir` itself
   */
  readonly folder?: string;
  /**
   * One file for each chart (`<chart>.yaml`), or one for each object (`<namespace>/<kind>_<name>.yaml`).
   *
   * @default 'file-per-chart'
   */
  readonly layout?: 'file-per-chart' | 'file-per-object';
  /**
   * Adds Argo CD's annotation `argocd.argoproj.io/sync-wave`, so that what an object depends on is applied before it,
   * and what starts runs (CronWorkflow, Sensor, EventListener) after everything else. A claim comes with the first object
   * whose pods use it, or last, since storage that binds on first use blocks all later waves. Annotations of your own stay.
   *
   * @default false
   */
  readonly syncWaves?: boolean;
  /**
   * Writes a `kustomization.yaml` that lists the files.
   *
   * @default false
   */
  readonly kustomization?: boolean;
  /**
   * Plays everything that can be started, in every combination of outcomes, and writes nothing where a property does not
   * hold: `verify` of `cdk8s-mlops/simulate`. A large release takes about a minute.
   *
   * @default - nothing is proved
   */
  readonly verify?: Prover;
  /**
   * Every manifest is looked at as by `cdk8s-mlops lint` before anything is written: errors fail the synthesis, warnings go
   * to standard error. Takes other severities for rules by their codes, or `off` and why for no look at all. The version of
   * Argo is that of the constructs' targets, 4.0 if there are none.
   *
   * @example
   * ```ts
   * new GitOpsApp({ lint: { severities: { MLL3001: 'off' } } });
   * new GitOpsApp({ lint: { off: 'a policy of the cluster looks at them' } });
   * ```
   * @default - all rules with their own severities
   */
  readonly lint?: LintOutput;
  /**
   * Resolvers for values of your own, as in cdk8s.
   *
   * @default - none
   */
  readonly resolvers?: IResolver[];
  /**
   * Writes `construct-metadata.json`, which `cdk8s synth` asks for when it runs validation plugins.
   *
   * @default - what `CDK8S_RECORD_CONSTRUCT_METADATA` says
   */
  readonly recordConstructMetadata?: boolean;
}

/**
 * An app whose output is made to be committed: takes the place of cdk8s's `App`.
 *
 * File names are stable, keys stand in the order people write them, and a folder changes as a whole or not at all;
 * files that it did not write are left alone. Beside the manifests it writes `REQUIRES.md`, which says what the cluster
 * must have.
 *
 * @example
 * ```ts
 * const app = new GitOpsApp();
 * const chart = new Chart(app, 'gourmetgram', { namespace: 'argo' });
 * app.synth(); // dist/gourmetgram.yaml
 * ```
 * @public
 */
export class GitOpsApp extends App {
  readonly #created: number = moment();
  readonly #props: GitOpsAppProps;
  /** Where the output of all apps of the program is. */
  readonly #root: string;

  constructor(props: GitOpsAppProps = {}) {
    checkProps(props);
    const root = props.outdir ?? process.env.CDK8S_OUTDIR ?? 'dist';
    super({
      outdir: props.folder === undefined ? root : join(root, props.folder),
      ...(props.resolvers === undefined ? {} : { resolvers: props.resolvers }),
      ...(props.recordConstructMetadata === undefined
        ? {}
        : { recordConstructMetadata: props.recordConstructMetadata }),
    });
    if (isLinted(props)) recordCreationPlaces();
    this.#root = root;
    this.#props = props;
  }

  /** All charts, those that others depend on first. */
  override get charts(): Chart[] {
    const tree = this.node.findAll();
    return dependencyOrder(tree, dependencyEdges(tree)).filter((construct) => Chart.isChart(construct));
  }

  /**
   * Writes the manifests, replacing those of the last run.
   *
   * @throws PipelineError MLP4001 to MLP4009, MLP4012; all findings about the definition come in one error
   */
  override synth(): void {
    const { charts } = synthesize(this, this.#created, this.#props);
    // cdk8s keeps the setting, which may come from the environment, in a field of its own.
    if (Reflect.get(this, 'recordConstructMetadata') !== true) return;
    recordConstructs(
      this.#root,
      charts.flatMap(({ objects }) => objects),
    );
  }

  /** The manifests of all charts as one text. */
  override synthYaml(): string {
    return synthesizeText(this, this.#props);
  }
}
