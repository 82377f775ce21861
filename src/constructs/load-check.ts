import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { Image } from '../core/container/image';
import { Volume } from '../core/container/volume';
import { text } from '../core/parameter/text';
import { verdict } from '../core/parameter/verdict';
import { programTask, programTimeout } from '../core/program-task';
import { secondsOf, type TimeSpan } from '../core/time-span';
import { programText } from '../programs/bundle';
import { type Limits, limitProblems } from '../programs/check-load/limits';
import { type Load, loadProblems } from '../programs/check-load/load';
import type { Check, CheckContext } from './check';
import { type CheckedRequest, checkRequest, headerEnv, nameOfCheck } from './checked-request';
import { sampleFile } from './sample';
import { unusableCheck } from './unusable-check';

/** @public */
export interface LoadCheckOptions extends CheckedRequest {
  /** So many requests, so many at a time; or so many that begin each second, however long the others take. */
  readonly send:
    | { readonly requests: number; readonly concurrency: number }
    | { readonly perSecond: number; readonly during: TimeSpan };
  /** Share of the requests that must be answered with one of `statuses`, from 0 to 1. */
  readonly successRate: { readonly above: number } | { readonly atLeast: number };
  /** What 95 of 100 requests must be answered within. One of `p95` and `p99` is needed. */
  readonly p95?: LatencyLimit | undefined;
  /** What 99 of 100 requests must be answered within. */
  readonly p99?: LatencyLimit | undefined;
  /** @default [200] */
  readonly statuses?: readonly number[] | undefined;
  /** One request at a time before the others, not measured. @default 10 seconds */
  readonly warmUp?: TimeSpan | false | undefined;
  /** Longest time for one request; what is not answered by then is no success. @default 10 seconds */
  readonly requestTimeout?: TimeSpan | undefined;
  /** Image of k6 1.x. @default docker.io/grafana/k6:1.8.1 */
  readonly image?: Image | undefined;
  /** @default - `check-load` and the path */
  readonly name?: string | undefined;
}

/** @public */
export type LatencyLimit = { readonly below: TimeSpan } | { readonly atMost: TimeSpan };

const k6: Image = Image.tagged('docker.io/grafana/k6:1.8.1');

/** @internal */
export function loadCheck(options: LoadCheckOptions): Check {
  checkProps(options, known, 'Check.load');
  checkRequest(options, 'Check.load');
  const limits = limitsOf(options);
  // An address that fits: the real one is known where the check is used.
  const problems = [...loadProblems(loadOf(options, 'http://candidate')), ...limitProblems(limits)];
  if (problems.length > 0) throw unusableCheck(`Check.load('${options.path}'): ${problems.join('; ')}`);
  const name = options.name ?? nameOfCheck('check-load', options.path);
  return Object.freeze({ name, call: (where: CheckContext) => ({ name, ...taskOf(name, options, limits, where) }) });
}

const known: readonly (keyof LoadCheckOptions)[] = [
  'path',
  'sample',
  'method',
  'headers',
  'send',
  'successRate',
  'p95',
  'p99',
  'statuses',
  'warmUp',
  'requestTimeout',
  'image',
  'name',
];

function taskOf(name: string, options: LoadCheckOptions, limits: Limits, where: CheckContext) {
  const { environment, programImage } = where;
  const { sample } = options;
  const load = loadOf(options, `${environment.url.replace(/\/+$/, '')}${options.path}`);
  const env = { LOAD: JSON.stringify(load), SUMMARY_FILE: '/summary/summary.json' };
  const summary = Volume.scratch({ sizeLimit: '16Mi' });
  const unit = programTask(
    name,
    { name: 'check-load', text: programText('check-load') },
    {
      image: programImage,
      outputs: { verdict: verdict(), reason: text() },
      env: { ...env, LIMITS: JSON.stringify(limits) },
      init: [
        {
          name: 'k6',
          image: options.image ?? k6,
          command: ['k6', 'run', '--quiet', '--no-color', '/program/generate-load.mjs'],
          resources: { cpu: '500m', memory: '512Mi' },
          env: {
            ...env,
            ...headerEnv(options.headers ?? {}).secrets,
            K6_NO_USAGE_REPORT: 'true',
            K6_AUTO_EXTENSION_RESOLUTION: 'false',
          },
          mounts: {
            '/program': Volume.files('program-generate-load', { 'generate-load.mjs': programText('generate-load') }),
            '/summary': summary,
            ...(sample === undefined ? {} : { '/sample': sampleFile(sample) }),
          },
        },
      ],
      mounts: { '/summary': summary },
      timeout: programTimeout(longestSeconds(load)),
    },
  );
  return { unit, inputs: {} };
}

function loadOf(options: LoadCheckOptions, url: string): Load {
  const { sample, send, warmUp, requestTimeout, statuses = [200], headers = {} } = options;
  if (typeof send !== 'object' || send === null)
    throw unusableCheck(`Check.load sends ${show(send)}, not { requests, concurrency } or { perSecond, during }`);
  return {
    url,
    method: options.method ?? (sample === undefined ? 'GET' : 'POST'),
    headers: headerEnv(headers).json,
    ...(sample === undefined
      ? {}
      : {
          sample: {
            file: `/sample/${sample.file}`,
            contentType: sample.contentType,
            ...(sample.field === undefined ? {} : { field: sample.field, filename: sample.file }),
          },
        }),
    statuses,
    timeoutMs:
      (requestTimeout === undefined ? 10 : secondsOf(requestTimeout, 'the request timeout of Check.load')) * 1000,
    warmUpSeconds: warmUp === undefined ? 10 : warmUp === false ? 0 : secondsOf(warmUp, 'the warm-up of Check.load'),
    measure:
      'requests' in send
        ? { requests: send.requests, concurrency: send.concurrency }
        : { perSecond: send.perSecond, seconds: secondsOf(send.during, 'the time of Check.load') },
  };
}

function limitsOf({ successRate, p95, p99 }: LoadCheckOptions): Limits {
  return {
    successRate,
    ...(p95 === undefined ? {} : { p95: inMilliseconds(p95, 'the p95') }),
    ...(p99 === undefined ? {} : { p99: inMilliseconds(p99, 'the p99') }),
  };
}

function inMilliseconds(limit: LatencyLimit, what: string): Limits['p95'] {
  const entries = Object.entries(typeof limit === 'object' && limit !== null ? limit : {});
  const times = entries.map(([word, time]: [string, unknown]) => {
    if (typeof (time as TimeSpan | undefined)?.toMilliseconds === 'function')
      return [word, (time as TimeSpan).toMilliseconds({ integral: false })];
    throw unusableCheck(`${what} of Check.load is ${word} ${show(time)}, not a Duration`);
  });
  return Object.fromEntries(times) as Limits['p95'];
}

function longestSeconds({ measure, warmUpSeconds, timeoutMs }: Load): number {
  const each = Math.ceil(timeoutMs / 1000);
  // As in generate-load.mjs.
  const longest =
    'requests' in measure ? Math.ceil(measure.requests / measure.concurrency) * each + 60 : measure.seconds;
  return warmUpSeconds + longest + each + 1;
}
