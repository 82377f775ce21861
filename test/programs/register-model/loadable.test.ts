import { expect, it } from 'vitest';
import { loadProblem } from '../../../src/programs/register-model/loadable';

it.each([
  's3://b/k',
  'gs://b/k',
  'pvc://claim/path',
  'hf://org/model',
  'oci://r/i@sha256:0',
  'https://h/m.tar.gz',
  'S3://b/k',
])('KServe can load %s', (uri) => {
  expect(loadProblem(uri, 'kserve')).toBeUndefined();
});

it.each([
  ['mlflow-artifacts:/0/r/artifacts/model', /from mlflow-artifacts: the server proxies its artifacts/],
  ['mlflow-artifacts://host/0/r', /proxies/],
  ['models:/fraud/7', /from models: it takes s3, gs/],
  ['runs:/r/model', /from runs:/],
  ['file:///mlruns/0', /from file:/],
  ['/mlruns/0', /from no scheme/],
  ['s3:/b/k', /from s3/],
  ['s3:///k', /from s3/],
  ['', /no scheme/],
])('KServe can not load %s', (uri, problem) => {
  expect(loadProblem(uri, 'kserve')).toMatch(problem);
});
