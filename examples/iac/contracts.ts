import { Check, Sample, type Shape } from 'cdk8s-mlops';
import { legacy, type PlatformModel } from './models';
import { api } from './platform';

/** What every prediction has to be answered within. */
const maxLatencyMs = 100;

const trained = (equals: boolean): Shape => ({ type: 'object', fields: { trained: { type: 'boolean', equals } } });

/** The engine says of the model that it is trained, and of the rules that they are not. */
export const tellsWhatIsTrained = ({ engine }: PlatformModel): Check =>
  Check.http({
    name: 'check-status',
    path: `${api}/models/status`,
    expect: {
      status: 200,
      json: {
        models: {
          type: 'object',
          fields: {
            [engine.status]: trained(true),
            ...Object.fromEntries(legacy.map((name) => [name, trained(false)])),
          },
        },
      },
    },
  });

/** The endpoint answers as it is to, in time; a first answer loads what is needed, so several are asked for. */
export const answersByContract = ({ contract: { path, request, answer, severity } }: PlatformModel): Check =>
  Check.http({
    name: `check-${path}`,
    path: `${api}/predict/${path}`,
    sample: Sample.json(request),
    samples: 5,
    expect: { status: 200, contentType: 'application/json', json: answer, maxLatencyMs },
    severity,
  });

/** Prometheus will be answered at the path that its ServiceMonitor names. */
export const showsItsMetrics: Check = Check.http({
  name: 'check-metrics',
  path: `${api}/metrics`,
  expect: { status: 200, contentType: 'text/plain' },
});
