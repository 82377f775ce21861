import { Duration } from 'cdk8s';
import { boolean, Image, sampled, sampling, task, text } from 'cdk8s-mlops';
import { buckets, type Platform } from './platform';

const image = Image.pinned(
  'ghcr.io/acme/flts-preprocess@sha256:1f0e9d8c7b6a5948372615f4e3d2c1b0a9f8e7d6c5b4a3928170f6e5d4c3b2a1',
);

/** Rows that a model looks at, and rows that it foretells. */
export const window = { input: 10, output: 1 } as const;

/** What is handed on is where the data are, never the data. */
export const key = /[a-z0-9][a-z0-9._=/-]{0,300}/;

/** The table that is trained on: an object of the bucket `dataset`. */
export const dataset = text({ default: 'traffic.parquet', pattern: key, doc: 'table to train on' });

export const force = boolean({ default: false, doc: 'train although the same was trained before' });

/**
 * Makes the tables that all members train on and are measured on, each in a bucket under a key of its own. Rows are left out
 * here and nowhere else, and the run ends red unless as many are there as were asked for.
 */
export function preparation({ preset, store }: Platform) {
  const rows = sampling({ ...preset.sampling, window });
  const preprocess = task('preprocess', {
    image,
    inputs: { dataset, ...rows.inputs },
    outputs: { trainData: text({ pattern: key }), testData: text({ pattern: key }), ...rows.outputs },
    command: ['python', '-m', 'flts.preprocess'],
    env: ({ inputs }) => ({
      ...store.env,
      ...rows.env(inputs),
      DATASET: inputs.dataset,
      DATASET_BUCKET: buckets.dataset,
      PROCESSED_BUCKET: buckets.processed,
      INPUT_SEQ_LEN: String(window.input),
      OUTPUT_SEQ_LEN: String(window.output),
    }),
    resources: { cpu: '500m', memory: '2Gi' },
    timeout: Duration.minutes(10),
  });
  return { sampling: rows, prepare: sampled('prepare', { unit: preprocess, sampling: rows }) };
}
