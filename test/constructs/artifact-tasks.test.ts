import { describe, expect, it } from 'vitest';
import { copyImageTask } from '../../src/constructs/copy-image';
import { mirrorRegistryTask } from '../../src/constructs/mirror-registry';
import { registerModelTask } from '../../src/constructs/register-model';
import { resolveImageTask } from '../../src/constructs/resolve-image';
import type { EnvVar } from '../../src/engines/argo/index';
import {
  configKey,
  ImageRepository,
  MlflowRegistry,
  pipeline,
  secretKey,
  text,
  WorkflowTemplate,
} from '../../src/index';
import { readConfiguration as readCopyImage } from '../../src/programs/copy-image/configuration';
import { readConfiguration as readMirrorRegistry } from '../../src/programs/mirror-registry/configuration';
import { readConfiguration as readRegisterModel } from '../../src/programs/register-model/configuration';
import { readConfiguration as readResolveImage } from '../../src/programs/resolve-image/configuration';
import { openSession } from '../../src/programs/session';
import { emittedBy } from '../engines/argo/emitted';
import { expanded } from '../property/kubelet';
import { engine } from './nouns';

const programImage = undefined;
const registry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', {
  model: 'fraud',
  username: configKey('mlflow', 'user'),
  password: secretKey('mlflow', 'password'),
});
const images = ImageRepository.at('registry.mlops.svc.cluster.local:5000/fraud', {
  username: configKey('registry', 'user'),
  password: secretKey('registry', 'password'),
  insecure: { reason: 'in the cluster, behind a network policy' },
});
const hub = ImageRepository.at('ghcr.io/acme/fraud', { dockerConfig: 'ghcr' });
const digest = `sha256:${'a1'.repeat(32)}`;

const emitted = emittedBy((chart) => {
  const release = pipeline('release', { run: text(), reference: text(), tag: text() }, (p, { run, reference, tag }) => {
    const registered = p.step(registerModelTask(registry, { programImage, artifact: 'model', loadableBy: 'kserve' }), {
      runId: run,
    });
    p.step(mirrorRegistryTask(registry, { programImage, alias: 'staging' }), {
      modelVersion: registered.outputs.modelVersion,
    });
    const found = p.step(resolveImageTask(images, { programImage, depth: 'blobs', platform: 'linux/amd64' }), {
      reference,
    });
    p.step(copyImageTask({ programImage, source: images, target: hub }), { reference: found.outputs.digest, tag });
  });
  new WorkflowTemplate(chart, 'release', { engine, pipeline: release });
});

/** What the program sees in its pod, with these values of the template's inputs. */
function seen(template: string, inputs: Readonly<Record<string, string>>): Record<string, string> {
  const env: readonly EnvVar[] = emitted.template(template).container?.env ?? [];
  return Object.fromEntries(
    env.map(({ name, value }) => [
      name,
      value === undefined
        ? 's3cret'
        : expanded(value, {}).replace(
            /\{\{.*?inputs\.parameters\.([a-z-]+).*?\}\}/g,
            (_, input: string) => inputs[input] ?? '',
          ),
    ]),
  );
}

const session = openSession('test', () => undefined);

describe('the tasks of models and images', () => {
  it('tell register-model all that it needs', () => {
    expect(readRegisterModel(seen('register-model', { 'run-id': 'r1' }), session)).toMatchObject({
      model: 'fraud',
      runId: 'r1',
      artifact: 'model',
      loadableBy: 'kserve',
      deadline: 300,
      server: { headers: { authorization: expect.stringMatching(/^Basic /) } },
    });
  });

  it('tell mirror-registry all that it needs', () => {
    const inputs = { 'model-version': 'none', tags: '[{"version":"7","tags":{"gate.staging":"pass"}}]' };
    expect(readMirrorRegistry(seen('mirror-registry-staging', inputs), session)).toMatchObject({
      model: 'fraud',
      mirrored: { alias: 'staging', version: undefined, tags: [{ version: '7', tags: { 'gate.staging': 'pass' } }] },
    });
  });

  it('tell resolve-image all that it needs', () => {
    const read = readResolveImage(seen('resolve-image', { reference: '1.0.1' }), session);
    expect(read).toMatchObject({ reference: '1.0.1', depth: 'blobs', platform: 'linux/amd64' });
    expect(read.repository).toMatchObject({ host: 'registry.mlops.svc.cluster.local:5000', path: 'fraud' });
    expect(read.repository.api.protocol).toBe('http:');
  });

  it('tell copy-image all that it needs, and mount what Docker would read', () => {
    const { TARGET_DOCKER_CONFIG, ...given } = seen('copy-image', { reference: digest, tag: 'canary-1' });
    const read = readCopyImage(given, session);
    expect(read).toMatchObject({ reference: digest, tag: 'canary-1', target: { host: 'ghcr.io', path: 'acme/fraud' } });
    expect(read.target.api.protocol).toBe('https:');
    const mounts = emitted.template('copy-image').container?.volumeMounts ?? [];
    const folder = mounts.find(({ mountPath }) => `${mountPath}/.dockerconfigjson` === TARGET_DOCKER_CONFIG);
    const volume = emitted.template('copy-image').volumes?.find(({ name }) => name === folder?.name);
    expect(volume?.secret?.secretName).toBe('ghcr');
  });

  it('have no more to do with the Kubernetes API than Argo needs of every pod', () => {
    const rules = emitted.manifests.filter(({ kind }) => kind === 'Role').flatMap(({ rules }) => rules);
    expect(rules).toEqual([
      { apiGroups: ['argoproj.io'], resources: ['workflowtaskresults'], verbs: ['create', 'patch'] },
    ]);
  });

  it('hold no credential in any manifest, and each only what is its own', () => {
    const names = (template: string) => (emitted.template(template).container?.env ?? []).map(({ name }) => name);
    expect(names('register-model').filter((name) => /IMAGE|SOURCE|TARGET/.test(name))).toEqual([]);
    expect(names('copy-image').filter((name) => name.startsWith('MLFLOW'))).toEqual([]);
    expect(emitted.manifests.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });
});
