import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import {
  artifact,
  Evaluation,
  Image,
  integer,
  MlflowRegistry,
  number,
  type PytestOptions,
  pipeline,
  secretKey,
  TrainingPipeline,
  task,
  text,
  Volume,
} from '../../src/index';
import { type Emitted, emittedBy } from '../engines/argo/emitted';
import { junit, pretending, evaluate as run, testcase } from '../programs/evaluate/evaluate';
import { hasPython } from '../programs/python';
import { expanded } from '../property/kubelet';
import { digest, engine, image, modelVersion } from './nouns';

const runId = text({ pattern: /[0-9a-f]+/ });
const train = task('train', {
  image,
  inputs: { folds: integer({ default: 5 }) },
  outputs: { modelVersion, digest, runId, accuracy: number(), model: artifact('/tmp/model.pt') },
  command: ['train'],
});
const plain = { directory: 'tests/', minTests: 2 };
const registry = MlflowRegistry.at('http://mlflow.mlops.svc.cluster.local:5000', {
  model: 'fraud',
  username: secretKey('mlflow', 'username'),
  password: secretKey('mlflow', 'password'),
});

function emittedWith(options: object, props: object = {}): Emitted {
  const evaluation = Evaluation.pytest({ ...plain, ...options } as PytestOptions<{}>);
  return emittedBy((chart) => new TrainingPipeline(chart, 'it', { engine, train, evaluate: evaluation, ...props }));
}

const containerOf = (emitted: Emitted) => emitted.template('evaluate').container;

describe('an evaluation by pytest', () => {
  it('runs in the image that trains, with the program from a ConfigMap named after its content', () => {
    const emitted = emittedWith({});
    const container = containerOf(emitted);
    expect(container).toMatchObject({
      image: image.reference,
      command: ['python', '-I', '/program/evaluate.py'],
      resources: { requests: { cpu: '100m', memory: '512Mi' } },
    });
    const volume = emitted.template('evaluate').volumes?.find(({ name }) => name === 'program-evaluate');
    expect(volume?.configMap?.name).toMatch(/^program-evaluate-[0-9a-f]{10}$/);
    const { data } = emitted.one('ConfigMap', volume?.configMap?.name) as unknown as { data: Record<string, string> };
    expect(data['evaluate.py']).toMatch(/^# evaluate of cdk8s-mlops/);
  });

  it('tells its program all that it needs, and the tests which model they judge', () => {
    expect(containerOf(emittedWith({ deadline: Duration.minutes(10) }))?.env).toEqual([
      { name: 'MODEL_VERSION', value: '{{inputs.parameters.model-version}}' },
      { name: 'EVALUATE_DIRECTORY', value: 'tests/' },
      { name: 'EVALUATE_MIN_TESTS', value: '2' },
      { name: 'EVALUATE_DEADLINE_SECONDS', value: '600' },
    ]);
  });

  it('hands on what training was given and handed on, by names that shells and Python are used to', () => {
    const emitted = emittedWith({
      inputs: { runId, folds: integer(), model: artifact('/model/model.pt') },
      env: ({ inputs }: { inputs: Record<string, string> }) => ({ LIMIT: '0.8', RUN: inputs.runId }),
    });
    expect(containerOf(emitted)?.env?.slice(0, 5)).toEqual([
      { name: 'MODEL_VERSION', value: '{{inputs.parameters.model-version}}' },
      { name: 'RUN_ID', value: '{{inputs.parameters.run-id}}' },
      { name: 'FOLDS', value: '{{inputs.parameters.folds}}' },
      { name: 'LIMIT', value: '0.8' },
      { name: 'RUN', value: '{{inputs.parameters.run-id}}' },
    ]);
    expect(emitted.template('evaluate').inputs?.artifacts).toMatchObject([{ name: 'model', path: '/model/model.pt' }]);
    expect(emitted.node('it', 'evaluate').arguments?.artifacts).toMatchObject([{ name: 'model' }]);
  });

  it('keeps secrets out of sight, those of the registry too', () => {
    const emitted = emittedWith({ env: { API_TOKEN: secretKey('api', 'token'), PLAIN: 'x' } }, { registry });
    const env = containerOf(emitted)?.env;
    expect(env).toContainEqual({
      name: 'EVALUATE_SECRETS',
      value: 'MLFLOW_TRACKING_USERNAME,MLFLOW_TRACKING_PASSWORD,API_TOKEN',
    });
    expect(env).toContainEqual({ name: 'MLFLOW_REGISTERED_MODEL', value: 'fraud' });
  });

  it('needs of the cluster what training in the same image needs', () => {
    const rooted = task('train', {
      image,
      outputs: { modelVersion, digest },
      command: ['train'],
      exempt: { runAsRoot: 'the image has no other user' },
      imagePullSecrets: ['registry'],
      workingDir: '/app',
    });
    const { template } = emittedWith({}, { train: rooted });
    for (const name of ['train', 'evaluate']) {
      expect(template(name).container).toMatchObject({ workingDir: '/app' });
      expect(template(name).securityContext).toMatchObject({ runAsUser: 0 });
    }
    expect(emittedWith({ workingDir: '/tests' }, { train: rooted }).template('evaluate').container?.workingDir).toBe(
      '/tests',
    );
  });

  it('takes another image, interpreter and whatever else a container is given', () => {
    const other = Image.tagged('ghcr.io/acme/tests:1.2.3');
    const emitted = emittedWith({
      image: other,
      python: '/opt/venv/bin/python3',
      resources: { memory: '4Gi' },
      mounts: { '/data': Volume.claim('data', { readOnly: true }) },
      writable: ['/work'],
      nodeSelector: { disk: 'ssd' },
      user: undefined,
    });
    expect(containerOf(emitted)).toMatchObject({
      image: other.reference,
      command: ['/opt/venv/bin/python3', '-I', '/program/evaluate.py'],
      resources: { limits: { memory: '4Gi' } },
    });
    expect(containerOf(emitted)?.volumeMounts?.map(({ mountPath }) => mountPath)).toEqual(
      expect.arrayContaining(['/data', '/program', '/work', '/tmp']),
    );
    expect(emitted.template('evaluate').nodeSelector).toEqual({ disk: 'ssd' });
  });

  it('has time to start besides that which its tests take', () => {
    expect(emittedWith({}).template('evaluate').timeout).toBe('35m');
  });

  it('rejects by the verdict of its program and nothing else', () => {
    const { template, node } = emittedWith({});
    expect(template('evaluate').outputs?.parameters).toMatchObject([
      { name: 'verdict', valueFrom: { path: '/out/verdict' } },
      { name: 'reason', valueFrom: { path: '/out/reason' } },
    ]);
    expect(node('it', 'evaluate').template).toBe('evaluate-verdict');
  });

  it.runIf(hasPython)('is understood by its program, whatever is asked', async () => {
    for (const directory of ['tests/', './tests', 'te\'sts "1"$(X)/{a}', 'täglich']) {
      const env = containerOf(emittedWith({ directory, minTests: 3, deadline: Duration.seconds(20) }))?.env ?? [];
      const environment = Object.fromEntries(env.map(({ name, value = '' }) => [name, expanded(value, {})]));
      const files = pretending(`report(${JSON.stringify(junit(Array(3).fill(testcase('test_good'))))})`);
      const { outputs, evidence } = await run({ files: { ...files, [`${directory}/x.py`]: '' }, environment });
      expect(outputs).toMatchObject({ verdict: 'pass', reason: '3 tests passed' });
      expect(evidence).toMatchObject({ pytest: { directory, minTests: 3 } });
    }
  });

  const own = pipeline('own', {}, (p) => {
    const { outputs } = p.step(train);
    return { modelVersion: outputs.modelVersion, digest: outputs.digest };
  });
  it.each<[string, object, RegExp, object?]>([
    ['no folder', { directory: '' }, /MLP3009: the tests of Evaluation\.pytest are in ''/],
    ['an option for a folder', { directory: '--co' }, /MLP3009/],
    ['a folder that is no text', { directory: ['tests'] }, /MLP3009/],
    [
      'no number of tests',
      { minTests: undefined },
      /MLP3009: Evaluation\.pytest is content with undefined passed tests/,
    ],
    ['no tests', { minTests: 0 }, /MLP3009: Evaluation\.pytest is content with 0 passed tests/],
    ['half a test', { minTests: 1.5 }, /MLP3009/],
    ['a deadline of weeks', { deadline: Duration.days(8) }, /MLP3009: Evaluation\.pytest waits 691200 s/],
    [
      'an interpreter with options',
      { python: 'python -c' },
      /MLP3009: Evaluation\.pytest runs its tests by 'python -c'/,
    ],
    ['a variable of the program', { env: { EVALUATE_MIN_TESTS: '0' } }, /MLP1203: .*EVALUATE_MIN_TESTS/],
    ['another output folder', { env: { OUT_DIR: '/tmp' } }, /MLP1203: .*OUT_DIR/],
    [
      'an input that would say which programs are found',
      { inputs: { path: text({ default: '/tmp' }) } },
      /MLP1203: Evaluation\.pytest sets PATH to input 'path'.*, which would say what is run/,
    ],
    [
      'an input that would add options to pytest',
      {
        inputs: { options: text({ default: '' }) },
        env: ({ inputs }: { inputs: Record<string, string> }) => ({ PYTEST_ADDOPTS: inputs.options }),
      },
      /MLP1203: Evaluation\.pytest sets PYTEST_ADDOPTS to input 'options'/,
    ],
    [
      'an input that becomes a variable of the program',
      { inputs: { outDir: text({ default: 'x' }) } },
      /MLP1203: .*OUT_DIR/,
    ],
    ['a mount in the place of the program', { mounts: { '/program': Volume.scratch() } }, /MLP3009: .*at \/program/],
    ['a property that nobody reads', { mintests: 2 }, /MLP1007.*did you mean 'minTests'/],
    ['an input that training does not hand on', { inputs: { dataset: text() } }, /MLP1122.*'dataset'/],
    [
      'no image where many tasks train',
      {},
      /MLP3009: Evaluation\.pytest has no image, and 'own' is a pipeline of many\n[\s\S]*image: Image\.pinned/,
      { train: own },
    ],
  ])('is refused with %s', (_, options, message, props) => {
    expect(() => emittedWith(options, props)).toThrow(message);
  });

  it('says what is wrong where nothing was given', () => {
    for (const options of [undefined, null, 'tests/', 5])
      expect(() => Evaluation.pytest(options as never)).toThrow(/MLP/);
  });
});
