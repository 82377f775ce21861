import { describe, expect, it } from 'vitest';
import { requirements } from '../../src/core/requirement';
import {
  BaseImage,
  type BuilderOptions,
  Evaluation,
  fmt,
  Image,
  ImageBuild,
  type ImageBuildProps,
  ImageRepository,
  InitialImage,
  MlflowRegistry,
  secretKey,
  TrainingPipeline,
  task,
  text,
  verdict,
} from '../../src/index';
import { readConfiguration as readAppendLayer } from '../../src/programs/append-layer/configuration';
import { readConfiguration as readBuildImage } from '../../src/programs/build-image/configuration';
import { openSession } from '../../src/programs/session';
import { type Emitted, emittedBy } from '../engines/argo/emitted';
import { expanded } from '../property/kubelet';
import { engine, image, staging } from './nouns';

const registry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', { model: 'fraud' });
const images = ImageRepository.at('ghcr.io/acme/fraud', { dockerConfig: 'ghcr' });
const source: BuilderOptions = {
  repository: 'https://github.com/acme/fraud',
  branch: 'release',
  folder: 'app',
  arguments: { PYTHON: '3.12' },
  credentials: { password: secretKey('git', 'token') },
  namespace: 'fraud-build',
};
const props: ImageBuildProps = {
  engine,
  registry,
  images,
  base: BaseImage.kaniko(source),
  files: { 'data/model.pth': '/app/fraud.pth' },
  versionFile: '/app/versions.txt',
  environment: staging,
};
const session = openSession('test', () => undefined);

function emitted(more: object = {}): Emitted {
  return emittedBy((chart) => new ImageBuild(chart, 'build-container-image', { ...props, ...more }));
}

/** What the program sees in its pod, with these values of the template's inputs. */
function seen(
  { template }: Emitted,
  name: string,
  inputs: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const env = template(name).container?.env ?? [];
  return Object.fromEntries(
    env
      .filter((each) => !/DOCKER_CONFIG$/.test(each.name))
      .map(({ name, value }) => [
        name,
        value === undefined
          ? 's3cret'
          : expanded(value, {}).replace(
              /\{\{inputs\.parameters\.([a-z-]+)\}\}/g,
              (_, input: string) => inputs[input] ?? '',
            ),
      ]),
  );
}

describe('the build of an image', () => {
  it('tells build-image all that it needs', () => {
    expect(readBuildImage(seen(emitted(), 'build-code'), session)).toMatchObject({
      branch: 'release',
      builder: 'kaniko',
      builderImage: 'ghcr.io/osscontainertools/kaniko:v1.28.3',
      namespace: 'fraud-build',
      folder: 'app',
      buildArguments: { PYTHON: '3.12' },
      resources: { requests: { cpu: '500m', memory: '2Gi' }, limits: { cpu: '1', memory: '3Gi' } },
      pushSecret: 'ghcr',
      gitSecret: 'git',
      gitSecretKey: 'token',
      buildSeconds: 3600,
      deadline: 3900,
    });
  });

  it('tells append-layer all that it needs, named after the environment', () => {
    const all = emitted();
    const call = all.node('build-container-image', 'append-layer').arguments?.parameters ?? [];
    expect(Object.fromEntries(call.map(({ name, value }) => [name, value]))).toMatchObject({
      version: '1.0.{{inputs.parameters.model-version}}',
      tags: 'staging-1.0.{{inputs.parameters.model-version}}',
    });
    const digest = `sha256:${'a1'.repeat(32)}`;
    const inputs = { reference: digest, 'model-version': '5', 'run-id': 'r1', version: '1.0.5', tags: 'staging-1.0.5' };
    expect(readAppendLayer(seen(all, 'append-layer', inputs), session)).toMatchObject({
      model: 'fraud',
      modelVersion: '5',
      runId: 'r1',
      reference: digest,
      tags: ['staging-1.0.5'],
      files: { 'data/model.pth': '/app/fraud.pth' },
      versionFile: '/app/versions.txt',
      version: '1.0.5',
    });
  });

  it('hands on the digest of the layer’s image, and the commit that it was built from', () => {
    const { template } = emitted();
    expect(template('build-container-image').outputs?.parameters).toEqual([
      { name: 'digest', valueFrom: { parameter: '{{tasks.append-layer.outputs.parameters.digest}}' } },
      { name: 'commit', valueFrom: { parameter: '{{tasks.append-layer.outputs.parameters.commit}}' } },
    ]);
  });

  it('may make Jobs in the namespace of the builder, and nothing anywhere else', () => {
    const roles = emitted().manifests.filter(({ kind }) => kind === 'Role');
    expect(roles.map(({ metadata, rules }) => [metadata.namespace, rules])).toEqual([
      ['mlops', [{ apiGroups: ['argoproj.io'], resources: ['workflowtaskresults'], verbs: ['create', 'patch'] }]],
      [
        'fraud-build',
        [
          { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
          { apiGroups: ['batch'], resources: ['jobs'], verbs: ['create', 'get'] },
          { apiGroups: ['batch'], resources: ['jobs'], verbs: ['delete'] },
        ],
      ],
    ]);
  });

  it('runs as an account of its own where training builds by it: what trains can not make Jobs', () => {
    const train = task('train', { image, outputs: { runId: text() }, command: ['train'] });
    const { manifests } = emittedBy((chart) => {
      const build = new ImageBuild(chart, 'build-container-image', props);
      const judge = task('evaluate', {
        image,
        inputs: { runId: text() },
        outputs: { verdict: verdict(), reason: text() },
        command: ['e'],
      });
      new TrainingPipeline(chart, 'train-fraud', { engine, train, evaluate: Evaluation.task(judge), registry, build });
    });
    const bound = manifests.filter(({ kind }) => kind === 'RoleBinding');
    const accounts = bound.flatMap(({ metadata, subjects }) =>
      (subjects as readonly { readonly name: string }[]).map(({ name }) => [metadata.namespace, name]),
    );
    expect(accounts).toEqual(
      expect.arrayContaining([
        ['fraud-build', 'build-container-image'],
        ['mlops', 'train-fraud'],
      ]),
    );
    expect(bound.filter(({ metadata }) => metadata.namespace === 'fraud-build')).toHaveLength(1);
  });

  it('says what the namespace of its builder must have', () => {
    const level = (base: BaseImage) => {
      let build: ImageBuild | undefined;
      emittedBy((chart) => (build = new ImageBuild(chart, 'build', { ...props, base })));
      return build?.[requirements]().map(({ component, setting }) => `${component}: ${setting}`);
    };
    expect(level(BaseImage.kaniko(source))).toEqual([
      'Namespace fraud-build: label `pod-security.kubernetes.io/enforce: baseline`, for kaniko and nothing else',
      'Namespace fraud-build: Secret `ghcr` in it too',
      'Namespace fraud-build: Secret `git` in it too',
    ]);
    expect(level(BaseImage.buildkit(source))?.[0]).toMatch(/enforce: privileged/);
  });

  it('needs no builder for a base that is there', () => {
    const digest = `sha256:${'b2'.repeat(32)}`;
    const { spec, manifests, node } = emitted({ base: BaseImage.at(ImageRepository.at('ghcr.io/acme/base'), digest) });
    expect(spec().templates?.map(({ name }) => name)).not.toContain('build-code');
    expect(node('build-container-image', 'append-layer').arguments?.parameters?.[0]).toEqual({
      name: 'reference',
      value: digest,
    });
    expect(manifests.filter(({ kind }) => kind === 'Role')).toHaveLength(1);
  });
});

describe('an image build is refused with', () => {
  const kaniko = (more: object) => () => BaseImage.kaniko({ ...source, ...more } as never);
  it.each<[string, () => unknown, RegExp]>([
    ['a repository by SSH', kaniko({ repository: 'git@github.com:acme/fraud.git' }), /MLP3031.*SSH is not supported/],
    ['no namespace', kaniko({ namespace: undefined }), /MLP1005: no Namespace/],
    ['a folder that leads out', kaniko({ folder: '../x' }), /MLP3031/],
    ['an argument that is none', kaniko({ arguments: { '--x': 'y' } }), /MLP3031/],
    ['a token that builders can not send', kaniko({ credentials: { bearer: secretKey('g', 't') } }), /MLP3031.*bearer/],
    ['a word that nobody reads', kaniko({ dockerFile: 'x' }), /did you mean 'dockerfile'/],
    ['an image of no version', kaniko({ image: { reference: 'kaniko:latest' } }), /MLP1201/],
    ['a base without a digest', () => BaseImage.at(images, '1.0'), /MLP3031/],
    ['no files', () => emitted({ files: {} }), /MLP3031.*1 to 10 files/],
    ['a file beside the image', () => emitted({ files: { a: 'app/x' } }), /MLP3031/],
    ['two files in one place', () => emitted({ files: { a: '/x', b: '/x' } }), /MLP3031.*two files go to/],
    ['its version in a file of the model', () => emitted({ versionFile: '/app/fraud.pth' }), /MLP3031/],
    ['no environment', () => emitted({ environment: undefined }), /MLP3031: the environment of/],
    [
      'a registry that its builder can not log in to',
      () =>
        emitted({
          images: ImageRepository.at('ghcr.io/acme/fraud', {
            username: secretKey('r', 'u'),
            password: secretKey('r', 'p'),
          }),
        }),
      /MLP3031.*can not push to ghcr\.io\/acme\/fraud with a user name/,
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('the image of before the first training', () => {
  it('has version 0, no model, and a tag for each environment', () => {
    const canary = { ...staging, tag: (version: string) => fmt`canary-1.0.${version}` } as typeof staging;
    const { node } = emittedBy((chart) => {
      const build = new ImageBuild(chart, 'build', props);
      new InitialImage(chart, 'build-initial', { build, environments: [staging, canary] });
    });
    const call = node('build-initial', 'append-layer', 'build-initial').arguments?.parameters ?? [];
    expect(Object.fromEntries(call.map(({ name, value }) => [name, value]))).toMatchObject({
      'model-version': '0',
      'run-id': '',
      version: '1.0.0',
      tags: 'staging-1.0.0,canary-1.0.0',
    });
  });

  it.each([
    ['no build', { build: undefined }],
    ['no environments', { environments: [] }],
  ])('is refused with %s', (_, wrong) => {
    expect(() =>
      emittedBy((chart) => {
        const build = new ImageBuild(chart, 'build', props);
        new InitialImage(chart, 'initial', { build, environments: [staging], ...wrong } as never);
      }),
    ).toThrow(/MLP3031/);
  });
});

describe('the images of the builders', () => {
  it('can be others', () => {
    const own = Image.tagged('ghcr.io/acme/kaniko:2.0.0');
    const all = emitted({ base: BaseImage.kaniko({ ...source, image: own }) });
    expect(seen(all, 'build-code').BUILDER_IMAGE).toBe('ghcr.io/acme/kaniko:2.0.0');
  });
});
