// generate-load of cdk8s-mlops (Apache-2.0): what k6 runs before check-load judges. No thresholds: k6 measures, Node judges.
//
// LOAD is the JSON that check-load is given too. Only what the scenario `measure` sends is measured, by metrics of its
// own: k6's `http_req_failed` and a trend over nothing both pass every threshold.

import http from 'k6/http';
import { Counter, Rate, Trend } from 'k6/metrics';

const load = JSON.parse(__ENV.LOAD);
const file = load.sample === undefined ? null : open(load.sample.file, 'b');
const headers = { 'content-type': load.sample?.contentType ?? 'application/octet-stream' };
for (const [name, value] of Object.entries(load.headers ?? {})) {
  headers[name] = typeof value === 'string' ? value : __ENV[value.env];
}

const requests = new Counter('measured_requests');
const answers = new Counter('measured_answers');
const success = new Rate('measured_success');
const duration = new Trend('measured_duration', true);

const { requests: total, concurrency, perSecond, seconds } = load.measure;
const longest = Math.ceil(load.timeoutMs / 1000);
const startTime = `${load.warmUpSeconds}s`;
const gracefulStop = `${longest + 1}s`;

export const options = {
  discardResponseBodies: true,
  // Otherwise k6 logs a line for each request without an answer, a megabyte a second.
  throw: true,
  // A redirect is an answer too, and credentials stay with the candidate.
  maxRedirects: 0,
  userAgent: 'cdk8s-mlops',
  summaryTrendStats: ['count', 'min', 'med', 'p(95)', 'p(99)', 'max'],
  scenarios: {
    ...(load.warmUpSeconds === 0
      ? {}
      : {
          warmUp: { executor: 'constant-vus', vus: 1, duration: startTime, gracefulStop: '0s', exec: 'send' },
        }),
    measure:
      total === undefined
        ? {
            executor: 'constant-arrival-rate',
            rate: perSecond,
            timeUnit: '1s',
            duration: `${seconds}s`,
            // Enough for every request to take as long as it may: what is slow is the candidate, not the generator.
            preAllocatedVUs: Math.min(perSecond * longest, 50),
            maxVUs: Math.min(perSecond * longest + 10, 2000),
            startTime,
            gracefulStop,
            exec: 'measure',
          }
        : {
            executor: 'shared-iterations',
            vus: concurrency,
            iterations: total,
            maxDuration: `${Math.ceil(total / concurrency) * longest + 60}s`,
            startTime,
            gracefulStop,
            exec: 'measure',
          },
  },
};

export function send() {
  const { sample } = load;
  const body =
    sample?.field === undefined ? file : { [sample.field]: http.file(file, sample.filename, sample.contentType) };
  // A form's own content type carries its boundary.
  const { 'content-type': type, ...rest } = headers;
  const given = file === null || sample.field !== undefined ? rest : { 'content-type': type, ...rest };
  try {
    return http.request(load.method, load.url, body, { headers: given, timeout: load.timeoutMs });
  } catch {
    // What was never answered counts as if it had taken as long as was waited for: a refused connection is quick, but
    // not good.
    return { status: 0, timings: { duration: load.timeoutMs } };
  }
}

export function measure() {
  const { status, timings } = send();
  requests.add(1);
  success.add(load.statuses.includes(status));
  if (status > 0) answers.add(1);
  duration.add(timings.duration);
}

export function handleSummary({ metrics }) {
  const values = (name) => metrics[name]?.values;
  const trend = values('measured_duration');
  return {
    [__ENV.SUMMARY_FILE]: JSON.stringify({
      load,
      requests: values('measured_requests')?.count ?? 0,
      answers: values('measured_answers')?.count ?? 0,
      successes: values('measured_success')?.passes ?? 0,
      dropped: values('dropped_iterations')?.count ?? 0,
      duration:
        trend === undefined ? null : { median: trend.med, p95: trend['p(95)'], p99: trend['p(99)'], max: trend.max },
    }),
  };
}
