import { ModelContract } from 'cdk8s-mlops';
import type { PlatformModel } from './models';
import { ofForecast } from './queries';
import { tier2 } from './tiers';

const series = Object.keys(ofForecast);

/** Trained by hand, and not served: none of them has a schedule or an InferenceService. */
export const experiments: readonly PlatformModel[] = ['timeseries-predictor', 'lstm-predictor', 'ensemble'].map(
  (name) => ({
    contract: ModelContract.of(name, {
      features: series,
      window: 24,
      prediction: { type: 'array', length: 12, items: { type: 'number' } },
      samples: [{ instance: Array.from({ length: 24 * series.length }, () => 0.5) }],
    }),
    notebook: `notebooks/02-anomaly-detection/experiments/${name}.ipynb`,
    queries: ofForecast,
    hours: '168',
    tier: tier2,
    device: 'cpu',
    deploy: false,
  }),
);
