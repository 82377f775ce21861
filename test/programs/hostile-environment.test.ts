import { describe, expect, it } from 'vitest';
import { readConfiguration as readAppendLayer } from '../../src/programs/append-layer/configuration';
import { readConfiguration as readBuildImage } from '../../src/programs/build-image/configuration';
import type { ProgramName } from '../../src/programs/bundle';
import { readConfiguration as readCopyImage } from '../../src/programs/copy-image/configuration';
import { type Environment, readEnvironment } from '../../src/programs/environment';
import { contract as findTrained } from '../../src/programs/find-trained/contract';
import { InputError } from '../../src/programs/input-error';
import { contract as markTrained } from '../../src/programs/mark-trained/contract';
import { readConfiguration as readMirrorRegistry } from '../../src/programs/mirror-registry/configuration';
import { readConfiguration as readRegisterModel } from '../../src/programs/register-model/configuration';
import { readConfiguration as readResolveImage } from '../../src/programs/resolve-image/configuration';
import { openSession } from '../../src/programs/session';
import { candidate, text } from './candidate';
import { runProgram } from './run-program';

const digest = `sha256:${'a1'.repeat(32)}`;
const secret = 'pass"word-$(geheim)/+ 4711';

/** A complete environment for each program, and the variables that hold a password. */
const programs: readonly [ProgramName, Readonly<Record<string, string>>, readonly string[]][] = [
  [
    'register-model',
    {
      MLFLOW_TRACKING_URI: 'http://127.0.0.1:9',
      MLFLOW_REGISTERED_MODEL: 'fraud',
      DEADLINE_SECONDS: '1',
      RUN_ID: 'r1',
      PIPELINE_RUN: 'w',
      MODEL_ARTIFACT: 'model',
      LOADABLE_BY: 'kserve',
      POLL_SECONDS: '1',
    },
    ['MLFLOW_TRACKING_PASSWORD', 'MLFLOW_TRACKING_TOKEN'],
  ],
  [
    'mirror-registry',
    {
      MLFLOW_TRACKING_URI: 'http://127.0.0.1:9',
      MLFLOW_REGISTERED_MODEL: 'fraud',
      DEADLINE_SECONDS: '1',
      ALIAS: 'staging',
      MODEL_VERSION: '7',
      TAGS: '[]',
    },
    ['MLFLOW_TRACKING_PASSWORD', 'MLFLOW_TRACKING_TOKEN'],
  ],
  [
    'resolve-image',
    {
      IMAGE_REPOSITORY: '127.0.0.1:9/app',
      IMAGE_REFERENCE: digest,
      DEADLINE_SECONDS: '1',
      IMAGE_INSECURE: 'a registry of the tests',
      DEPTH: 'blobs',
      PLATFORM: 'linux/amd64',
      IMAGE_DOCKER_CONFIG: '/nowhere/config.json',
    },
    ['IMAGE_PASSWORD'],
  ],
  [
    'copy-image',
    {
      SOURCE_REPOSITORY: '127.0.0.1:9/app',
      SOURCE_REFERENCE: '1',
      TARGET_REPOSITORY: '127.0.0.1:9/app',
      TARGET_TAG: '2',
      DEADLINE_SECONDS: '1',
      SOURCE_INSECURE: 'a registry of the tests',
      TARGET_INSECURE: 'a registry of the tests',
      TARGET_DOCKER_CONFIG: '/nowhere/config.json',
    },
    ['SOURCE_PASSWORD', 'TARGET_PASSWORD'],
  ],
  [
    'append-layer',
    {
      MLFLOW_TRACKING_URI: 'http://127.0.0.1:9',
      MLFLOW_REGISTERED_MODEL: 'fraud',
      BASE_REPOSITORY: '127.0.0.1:9/app',
      BASE_REFERENCE: digest,
      BASE_INSECURE: 'a registry of the tests',
      IMAGE_REPOSITORY: '127.0.0.1:9/app',
      IMAGE_INSECURE: 'a registry of the tests',
      IMAGE_DOCKER_CONFIG: '/nowhere/config.json',
      TAGS: 'staging-1.0.7',
      PLATFORM: 'linux/amd64',
      MODEL_VERSION: '7',
      FILES: '{"data/model.pth":"/app/model.pth"}',
      VERSION_FILE: '/app/versions.txt',
      VERSION: '1.0.7',
      DEADLINE_SECONDS: '1',
    },
    ['MLFLOW_TRACKING_PASSWORD', 'MLFLOW_TRACKING_TOKEN', 'BASE_PASSWORD', 'IMAGE_PASSWORD'],
  ],
  [
    'build-image',
    {
      REPOSITORY: 'http://127.0.0.1:9/app',
      BRANCH: 'main',
      BUILDER: 'kaniko',
      BUILDER_IMAGE: 'kaniko:1',
      BUILD_NAMESPACE: 'app-build',
      DOCKERFILE: 'Dockerfile',
      FOLDER: 'app',
      TARGET: 'serve',
      BUILD_ARGUMENTS: '{"A":"b"}',
      RESOURCES: '{"requests":{},"limits":{}}',
      PUSH_SECRET: 'registry',
      IMAGE_REPOSITORY: '127.0.0.1:9/app',
      IMAGE_INSECURE: 'a registry of the tests',
      IMAGE_DOCKER_CONFIG: '/nowhere/config.json',
      BUILD_SECONDS: '60',
      DEADLINE_SECONDS: '1',
    },
    ['GIT_PASSWORD', 'IMAGE_PASSWORD'],
  ],
  [
    'find-trained',
    {
      MLFLOW_TRACKING_URI: 'http://127.0.0.1:9',
      MLFLOW_REGISTERED_MODEL: 'fraud',
      DEADLINE_SECONDS: '1',
      IDENTITY: `{"definition":"${digest}","inputs":[]}`,
      FORCE: 'false',
    },
    ['MLFLOW_TRACKING_PASSWORD', 'MLFLOW_TRACKING_TOKEN'],
  ],
  [
    'mark-trained',
    {
      MLFLOW_TRACKING_URI: 'http://127.0.0.1:9',
      MLFLOW_REGISTERED_MODEL: 'fraud',
      DEADLINE_SECONDS: '1',
      CONFIG_HASH: 'a1'.repeat(32),
      PIPELINE_RUN: 'w',
      RUN_ID: 'r1',
    },
    ['MLFLOW_TRACKING_PASSWORD', 'MLFLOW_TRACKING_TOKEN'],
  ],
];

const hostile: Readonly<Record<string, string>> = {
  quotes: `'"\`; rm -rf / #`,
  'a newline': 'a\nb',
  braces: '{{workflow.parameters.x}}',
  'a command': '$(id)',
  'a path upwards': '../../etc/passwd',
  'a NUL-like text': '\u0001\u001b[31m',
  '64 KB': 'x'.repeat(65_536),
  'a password in an address': 'https://user:geheim-4711@example.com/x',
};

const optional = [
  'PIPELINE_RUN',
  'LOADABLE_BY',
  'POLL_SECONDS',
  'TAGS',
  'DEPTH',
  'PLATFORM',
  'MODEL_ARTIFACT',
  'INSECURE',
  'DOCKER_CONFIG',
  'FILES',
  'VERSION_FILE',
  'DOCKERFILE',
  'FOLDER',
  'TARGET',
  'BUILD_ARGUMENTS',
  'PUSH_SECRET',
];

const configurations = {
  'find-trained': (environment: Environment) => readEnvironment(environment, findTrained),
  'mark-trained': (environment: Environment) => readEnvironment(environment, markTrained),
  'register-model': readRegisterModel,
  'mirror-registry': readMirrorRegistry,
  'resolve-image': readResolveImage,
  'copy-image': readCopyImage,
  'append-layer': readAppendLayer,
  'build-image': readBuildImage,
};

describe.concurrent.each(programs)('%s', (name, environment, secrets) => {
  const rows = Object.keys(environment).flatMap((variable) =>
    Object.entries(hostile).map(([what, value]) => [variable, what, value] as const),
  );
  it.each(rows)('refuses or survives %s that is %s', (variable, _, value) => {
    const session = openSession(name, () => undefined);
    const read = configurations[name as keyof typeof configurations];
    const { [variable]: before, ...rest } = environment;
    try {
      read({ ...rest, [variable]: value }, session);
      // Words for people, which go nowhere but to people.
      expect(variable).toMatch(/INSECURE|REGISTERED_MODEL|DOCKER_CONFIG/);
    } catch (problem) {
      expect(problem).toBeInstanceOf(InputError);
      const { message } = problem as InputError;
      expect(message).toMatch(new RegExp(`${variable}: |/nowhere/config.json`));
      expect(message).not.toMatch(/geheim/);
    }
    expect(before).not.toBe('');
  });

  it.each(Object.entries(hostile))('ends with error and nothing odd in any output when all is %s', async (_, value) => {
    const all = Object.fromEntries(Object.keys(environment).map((variable) => [variable, value]));
    const run = await runProgram(name, all);
    expect(run).toMatchObject({ exit: 1, stderr: '', outputs: { outcome: 'error' } });
    expect(Object.keys(run.outputs).sort()).toEqual(['evidence.json', 'outcome', 'reason']);
    expect(run.outputs.reason).toMatch(/^[^\p{Cc}{}]{1,500}$/u);
    expect(run.outputs.reason).not.toMatch(/\$\(/);
    expect(run.everything).not.toMatch(/geheim|unexpected/);
    expect(run.everything.length).toBeLessThan(5000);
  });

  it('names all that is missing at once', async () => {
    const { outputs } = await runProgram(name, {});
    // The version says which run it was.
    const known = name === 'mark-trained' ? [...optional, 'RUN_ID'] : optional;
    for (const variable of Object.keys(environment).filter((each) => !known.some((end) => each.endsWith(end))))
      expect(outputs.reason).toContain(`${variable}: is not set`);
  });

  it.each(secrets)('tells nobody what is in %s, not even when it can not be used', async (variable) => {
    const user = variable.replace(/PASSWORD|TOKEN/, 'USERNAME');
    const pair = variable.endsWith('TOKEN') ? {} : { [user]: 'robot' };
    const without = Object.fromEntries(Object.entries(environment).filter(([key]) => !key.endsWith('DOCKER_CONFIG')));
    const echo = await candidate(
      new Proxy(
        {},
        { get: () => text(`${secret} ${encodeURIComponent(secret)} ${JSON.stringify(secret)}`, { status: 500 }) },
      ),
    );
    for (const value of [secret, `${secret}\n`, `${secret}\u0000`.slice(0, -1)]) {
      const there = Object.fromEntries(
        Object.entries(without).map(([key, each]) => [key, each.replace('127.0.0.1:9', new URL(echo.url).host)]),
      );
      const run = await runProgram(name, { ...there, ...pair, [variable]: value });
      expect(run.exit).toBe(1);
      expect(run.everything).not.toMatch(/geheim|4711/);
      expect(run.everything).not.toContain(Buffer.from(`robot:${secret}`).toString('base64'));
    }
    await echo.close();
  });
});
