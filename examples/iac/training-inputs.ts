import { boolean, integer } from 'cdk8s-mlops';

/** What a training is told, by the API's own words. */
export const trainingInputs = {
  useSyntheticData: boolean({ default: true, doc: 'made-up data, or what the platform measured' }),
  nSamples: integer({ default: 1000, min: 100, max: 1_000_000, doc: 'how many samples are made up or taken' }),
};
