import { expect, it } from 'vitest';
import { readConfiguration } from '../../../src/programs/append-layer/configuration';
import { openSession } from '../../../src/programs/session';

const good = {
  MLFLOW_TRACKING_URI: 'http://mlflow:5000',
  MLFLOW_REGISTERED_MODEL: 'fraud',
  BASE_REPOSITORY: 'ghcr.io/acme/fraud',
  BASE_REFERENCE: 'code',
  IMAGE_REPOSITORY: 'ghcr.io/acme/fraud',
  TAGS: 'staging-1.0.5',
  MODEL_VERSION: '5',
  FILES: '{"data/model.pth":"/app/model.pth"}',
  VERSION_FILE: '/app/versions.txt',
  VERSION: '1.0.5',
  DEADLINE_SECONDS: '60',
};
const read = (more: object) => () =>
  readConfiguration(
    { ...good, ...more },
    openSession('test', () => undefined),
  );

it('reads what the construct tells it', () => {
  expect(read({})()).toMatchObject({ modelVersion: '5', tags: ['staging-1.0.5'], platform: 'linux/amd64' });
});

it.each([
  ['FILES', '{"../model":"/app/model"}'],
  ['FILES', '{"model":"/app/../etc/passwd"}'],
  ['FILES', '{"model":"app/model"}'],
  ['FILES', `{"model":"/${'a'.repeat(101)}"}`],
  ['FILES', '{}'],
  ['FILES', '["model"]'],
  ['FILES', '{"a":"/x","b":"/x"}'],
  ['FILES', '{"model":"/app/versions.txt"}'],
  ['VERSION_FILE', '/app/./versions.txt'],
  ['VERSION', '1.0.5\nFROM evil'],
  ['VERSION', '{{workflow.name}}'],
  ['TAGS', 'a,,b'],
  ['TAGS', 'a/b'],
  ['MODEL_VERSION', '05'],
  ['MODEL_VERSION', '$(id)'],
  ['RUN_ID', '../1'],
  ['PLATFORM', 'linux'],
  ['BASE_REFERENCE', 'sha256:1'],
])('refuses %s %s', (name, value) => {
  expect(read({ [name]: value })).toThrow(
    new RegExp(name === 'FILES' && value.includes('versions') ? 'VERSION_FILE' : name),
  );
});

it('names all that is wrong at once', () => {
  expect(read({ TAGS: '', MODEL_VERSION: 'x', VERSION: '' })).toThrow(/TAGS.*MODEL_VERSION.*VERSION/);
});
