import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import type { Env, KeyOf } from '../core/container/env';
import type { Image } from '../core/container/image';
import { PipelineError } from '../core/error';
import { oneOf } from '../core/parameter/one-of';
import type { Param } from '../core/parameter/parameter';
import { programTask, programTimeout } from '../core/program-task';
import type { Task } from '../core/task';
import { secondsOf, type TimeSpan } from '../core/time-span';
import { programText } from '../programs/bundle';
import { outcomes, type Source, sources } from '../programs/check-source/contract';
import { queriesProblems } from '../programs/check-source/queries';
import { notebookSourceVariables } from './notebook-source-variables';
import type { NotebookVariable } from './notebook-spec';
import { secretReference } from './secret-reference';
import { checkServiceUrl } from './service-url';
import { type TrainingHours, trainingWindow } from './training-window';
import { type TrustedCertificates, trustedCertificates } from './trusted-certificates';

/** Made-up data, what Prometheus measured with some of it, or half of each. @public */
export type DataSourceMode = Source;

/** @public */
export interface PrometheusOptions {
  /** What training takes unless the run says otherwise. */
  readonly default: DataSourceMode;
  /** Bearer token; OpenShift's Prometheus asks for one. @default - none */
  readonly token?: KeyOf | undefined;
  /**
   * Certificates of a private authority that its address is signed by, for the check; a notebook has those of its image. On
   * OpenShift `configKey('openshift-service-ca.crt', 'service-ca.crt')`.
   *
   * @default - those that the image trusts
   */
  readonly certificates?: KeyOf | undefined;
  /** What training asks, in PromQL, each by a name: all of them must have series. @default - `up` */
  readonly queries?: { readonly [name: string]: string } | undefined;
  /** Ends the run where the data is not there, instead of training on made-up data. @default false */
  readonly requireSource?: boolean | undefined;
  /**
   * How much of what training takes is made up, from 0 to 1.
   *
   * @default - a fifth of `prometheus`, for anomalies that were never measured, and half of `hybrid`
   */
  readonly syntheticShare?:
    | { readonly prometheus?: number | undefined; readonly hybrid?: number | undefined }
    | undefined;
  /** Time between two points of a series, in whole seconds. @default 5 minutes */
  readonly step?: TimeSpan | undefined;
}

/**
 * Where training has its data from.
 *
 * @public
 */
export interface DataSource {
  /** The input of a pipeline that takes another source for one run. */
  readonly input: Param<DataSourceMode, true>;
  /** For the environment of training: `PROMETHEUS_URL`, and its token. Which source it is, is an output of `check`. */
  readonly env: Env;
  /**
   * The same for `podConfig.env` of a notebook, and what training asks: `PROMETHEUS_QUERIES` by name and `SYNTHETIC_SHARES` by
   * mode, both as JSON, and `PROMETHEUS_STEP` such as `300s`.
   */
  readonly notebook: readonly NotebookVariable[];
  /** Looks whether the data is there; hands on the source that training has, which may be another than the one asked for. */
  readonly check: (options?: SourceCheckOptions) => SourceCheck;
}

/** @public */
export interface SourceCheckOptions {
  /** @default - a plain Node image */
  readonly programImage?: Image | undefined;
}

/** @public */
export type SourceCheck = Task<
  { readonly dataSource?: DataSourceMode; readonly trainingHours?: TrainingHours },
  { readonly outcome: (typeof outcomes)[number]; readonly source: DataSourceMode }
>;

const deadlineSeconds = 300;

/** @public */
export const DataSource: {
  /** Made-up data alone, the same each time. */
  readonly synthetic: () => DataSource;
  /**
   * A Prometheus server, or what speaks its API.
   *
   * @throws PipelineError MLP1209 an address that pods can't use; MLP3021 certificates that are none; MLP3050 a mode or a query that is none.
   * @see https://prometheus.io/docs/prometheus/latest/querying/api/
   * @example
   * ```ts
   * const source = DataSource.prometheus('https://prometheus-k8s.openshift-monitoring.svc:9091', {
   *   default: 'hybrid',
   *   token: secretKey('prometheus', 'token'),
   *   queries: { cpu: 'avg(rate(node_cpu_seconds_total{mode!="idle"}[5m]))' },
   *   requireSource: true,
   * });
   * ```
   */
  readonly prometheus: (url: string, options: PrometheusOptions) => DataSource;
} = {
  synthetic: () =>
    sourceOf(
      'synthetic',
      {},
      {},
      trustedCertificates(undefined, ''),
      notebookSourceVariables({ shares: { synthetic: 1 } }),
    ),
  prometheus(url, options) {
    const known = ['default', 'token', 'certificates', 'queries', 'requireSource', 'syntheticShare', 'step'];
    checkProps(options, known, 'DataSource.prometheus');
    const { default: mode, token, certificates, queries, requireSource = false, syntheticShare, step } = options;
    if (!sources.includes(mode)) throw unusable(`training takes ${show(mode)} data`, sources.join(', '));
    if (typeof requireSource !== 'boolean') throw unusable(`requireSource is ${show(requireSource)}`, 'true or false');
    const problems = queries === undefined ? [] : queriesProblems(queries);
    if (problems.length > 0)
      throw unusable(`the queries of DataSource.prometheus: ${problems.join('; ')}`, 'PromQL by name');
    const server = {
      PROMETHEUS_URL: checkServiceUrl(url, 'the address of Prometheus'),
      ...(token === undefined ? {} : { PROMETHEUS_TOKEN: secretReference(token, 'the token of Prometheus') }),
    };
    const asked = {
      ...(queries === undefined ? {} : { PROMETHEUS_QUERIES: JSON.stringify(queries) }),
      REQUIRE_SOURCE: String(requireSource),
    };
    const trusted = trustedCertificates(certificates, 'DataSource.prometheus');
    const stepSeconds = step === undefined ? 300 : secondsOf(step, 'the step of DataSource.prometheus');
    const shares = sharesOf(syntheticShare);
    const { PROMETHEUS_URL } = server;
    return sourceOf(
      mode,
      server,
      asked,
      trusted,
      notebookSourceVariables({ url: PROMETHEUS_URL, token, queries, stepSeconds, shares }),
    );
  },
};

function sharesOf(given: PrometheusOptions['syntheticShare'] = {}): { readonly [mode in DataSourceMode]: number } {
  checkProps(given, ['prometheus', 'hybrid'], 'syntheticShare');
  const shares = { synthetic: 1, prometheus: given.prometheus ?? 0.2, hybrid: given.hybrid ?? 0.5 };
  for (const [mode, share] of Object.entries(shares))
    if (typeof share !== 'number' || !(share >= 0 && share <= 1))
      throw unusable(`${show(share)} of ${mode} data is made up`, 'a share from 0 to 1');
  return shares;
}

function sourceOf(
  mode: DataSourceMode,
  server: Env,
  more: Env,
  trusted: TrustedCertificates,
  notebook: readonly NotebookVariable[],
): DataSource {
  const input = oneOf(sources, { default: mode });
  return Object.freeze({
    input,
    env: Object.freeze(server),
    notebook,
    check({ programImage }: SourceCheckOptions = {}): SourceCheck {
      return programTask(
        'check-source',
        { name: 'check-source', text: programText('check-source') },
        {
          image: programImage,
          inputs: { dataSource: input, trainingHours: trainingWindow() },
          outputs: { outcome: oneOf(outcomes), source: oneOf(sources) },
          env: ({ inputs }) => ({
            ...server,
            ...more,
            ...trusted.env,
            DATA_SOURCE: inputs.dataSource,
            TRAINING_HOURS: inputs.trainingHours,
            DEADLINE_SECONDS: String(deadlineSeconds),
          }),
          mounts: trusted.mounts,
          timeout: programTimeout(deadlineSeconds),
        },
      );
    },
  });
}

function unusable(message: string, expected: string): PipelineError {
  return new PipelineError({ code: 'MLP3050', message, expected });
}
