import { describe, expect, it } from 'vitest';
import { addressDigest } from '../../../src/programs/address-digest';
import { recordAccess } from '../../../src/programs/release/access';
import { readConfiguration } from '../../../src/programs/release/configuration';
import { type Step, stepNames } from '../../../src/programs/release/step';
import { openSession } from '../../../src/programs/session';

const digest = `sha256:${'a1'.repeat(32)}`;
const run = {
  RUN: 'release-x7',
  POD: '0a-1b',
  APPLICATION: 'fraud',
  SOURCE_ENVIRONMENT: 'staging',
  DEADLINE_SECONDS: '60',
};
const candidate = { MODEL_VERSION: '7', RUN_ID: 'r7', DIGEST: digest, COMMIT: 'c0ffee', URI: 's3://models/7' };
const policy = { ON_ERROR: 'hold', ON_INCONCLUSIVE: 'revert', NO_BASELINE: 'hold', ON_PROMOTE_FAILURE: 'restore' };
const git = {
  ALIAS: 'alias',
  DEPLOY: 'git',
  DEPLOYS: 'image',
  REPOSITORY: 'https://git.example.com/deployments.git',
  BRANCH: 'main',
  FILE: 'environments/staging/fraud.yaml',
  FORMAT: '{"kustomize":"fraud"}',
};
const rollout = {
  NAMESPACE: 'staging',
  WORKLOAD: 'deployment/fraud',
  GITOPS: 'none',
  VERSION_CONTAINER: 'app',
  ROLLOUT_SECONDS: '60',
};
const on = (prefix: string, of: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [`${prefix}${name}`, value]));
const places = {
  ...on('SOURCE_', git),
  ...on('TARGET_', { ...git, ENVIRONMENT: 'production' }),
  MLFLOW_TRACKING_URI: 'https://mlflow.example.com',
  MLFLOW_REGISTERED_MODEL: 'fraud',
  IMAGE_REPOSITORY: 'registry.example.com/fraud',
};
const rollouts = { ...on('SOURCE_', rollout), ...on('TARGET_', rollout) };
/** Without what says where it goes then. */
const ofSource = (of: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(of).filter(([name]) => !name.startsWith('TARGET_')));
const operator = { BY: 'ann', REASON: 'because' };

/** What each step needs, and nothing else. */
const enough: Readonly<Record<Step, Readonly<Record<string, string>>>> = {
  'begin-gate': { ...candidate, ...policy, ...places },
  'record-verdict': { ...candidate, VERDICT: 'pass' },
  'read-decision': { MODEL_VERSION: '7', ...policy },
  decide: { MODEL_VERSION: '7', ...policy, ...places, ...rollouts },
  settle: { ...policy, ...places },
  override: { MODEL_VERSION: '7', ...operator },
  'release-hold': { MODEL_VERSION: '7', ...operator, ...policy, ...places },
  'retry-gate': { MODEL_VERSION: '7', ...operator, ...policy, ...places },
  undo: { MODEL_VERSION: '7', ...operator, ...policy, ...ofSource({ ...places, ...rollouts }) },
};

const read = (env: Readonly<Record<string, string>>) =>
  readConfiguration(
    env,
    openSession('release', () => undefined),
  );
const problemsOf = (env: Readonly<Record<string, string>>): string => {
  try {
    read(env);
    return '';
  } catch (problem) {
    return (problem as Error).message;
  }
};

describe('the variables of a step', () => {
  it.each(stepNames)('%s: these and no others are needed', (STEP) => {
    const env: Record<string, string> = { STEP, ...run, ...enough[STEP] };
    expect(problemsOf(env)).toBe('');
    const spare = ['RUN_ID', 'COMMIT', 'URI', 'VERDICT'];
    for (const name of Object.keys(env).filter((each) => !spare.includes(each))) {
      const { [name]: _, ...less } = env;
      const wanted =
        name.startsWith('SOURCE_VERSION') || name.startsWith('TARGET_VERSION') ? 'exactly one of' : `${name}: `;
      expect(problemsOf(less), name).toContain(wanted);
    }
  });

  it('are all named at once, under the names that they have', () => {
    const problems = problemsOf({
      ...run,
      STEP: 'decide',
      RUN: 'a/b',
      MODEL_VERSION: 'seven',
      ON_ERROR: 'shrug',
      ...places,
      ...rollouts,
      TARGET_DEPLOY: 'patch',
      SOURCE_REPOSITORY: 'git@example.com:x.git',
      MLFLOW_TRACKING_URI: '',
    });
    for (const name of [
      'RUN: ',
      'MODEL_VERSION: ',
      'ON_ERROR: ',
      'NO_BASELINE: ',
      'SOURCE_REPOSITORY: SSH',
      'MLFLOW_TRACKING_URI: ',
    ])
      expect(problems).toContain(name);
    expect(problems).not.toContain('TARGET_REPOSITORY');
  });

  const contradictions: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
    ['a pull request nobody says where', { SOURCE_MODE: 'pullRequest' }, 'SOURCE_PULL_REQUEST_HOST: is not set'],
    [
      'a model where git has an image',
      { TARGET_DEPLOYS: 'uri' },
      'TARGET_DEPLOYS: a model has an address, not a digest',
    ],
    [
      'a version nobody expects',
      { SOURCE_VERSION_CONTAINER: '', SOURCE_VERSION_LABEL: 'version' },
      'SOURCE_VERSION is not set',
    ],
    [
      'a version that is always the same',
      { SOURCE_VERSION: '1.0.0' },
      'SOURCE_VERSION: expected <model-version> in it',
    ],
    [
      'a controller without its object',
      { TARGET_GITOPS: 'argocd' },
      'TARGET_GITOPS is argocd, which needs TARGET_GITOPS_OBJECT',
    ],
    ['two proofs', { TARGET_VERSION_LABEL: 'version' }, 'exactly one of TARGET_VERSION_PATH'],
    [
      'a commit that nobody makes',
      { SOURCE_DEPLOY: 'patch', SOURCE_GITOPS: 'flux', SOURCE_GITOPS_OBJECT: 'x', SOURCE_GITOPS_NAMESPACE: 'flux' },
      'SOURCE_GITOPS is flux, and without a push to git there is no commit to wait for',
    ],
    [
      'a model for a Deployment',
      { SOURCE_DEPLOY: 'patch', SOURCE_DEPLOYS: 'uri' },
      'SOURCE_DEPLOYS: deployment/fraud runs an image',
    ],
    [
      'nothing to set',
      { SOURCE_DEPLOY: 'argocd-param', SOURCE_APPLICATION: 'fraud', SOURCE_APPLICATION_NAMESPACE: 'argocd' },
      'neither SOURCE_KUSTOMIZE_IMAGE nor SOURCE_HELM_PARAMETER is set',
    ],
  ];
  it.each(contradictions)('contradict each other: %s', (_, more, message) => {
    expect(problemsOf({ STEP: 'decide', ...run, ...enough.decide, ...more })).toContain(message);
  });

  it('do not let a gate begin with a model that has no address', () => {
    const env = {
      STEP: 'begin-gate',
      ...run,
      ...enough['begin-gate'],
      URI: '',
      SOURCE_DEPLOYS: 'uri',
      SOURCE_FORMAT: '{"inferenceService":"fraud"}',
    };
    expect(problemsOf(env)).toContain('URI: is not set, and it is what the source environment deploys');
  });

  it('do not take the digest of an address for that of an image', () => {
    const uri = 's3://models/fraud/7';
    const gate = { STEP: 'begin-gate', ...run, ...enough['begin-gate'], URI: uri };
    expect(problemsOf({ ...gate, DIGEST: addressDigest(`${uri}/`) })).toContain(
      'DIGEST: is that of the address s3://models/fraud/7, not of an image, and the source environment deploys images',
    );
    expect(read(gate).candidate?.uri).toBe(uri);
  });

  it('take whatever is no verdict for an error', () => {
    for (const VERDICT of ['', 'PASS', 'pass\n', '{{x}}', 'x'.repeat(65_536)])
      expect(read({ STEP: 'record-verdict', ...run, ...candidate, VERDICT }).measured?.verdict).toBe('error');
  });

  it('clean what people write', () => {
    const { by, reason } = read({
      STEP: 'override',
      ...run,
      MODEL_VERSION: '7',
      BY: 'ann {{x}}',
      REASON: `$(A)\n${'x'.repeat(900)}`,
    });
    expect(by).toBe('ann ((x))');
    expect(reason).toMatch(/^\$ \(A\) x{400,}…$/);
  });

  it('name the pod, and that of an exit handler', () => {
    expect(read({ STEP: 'settle', ...run, ...enough.settle }).holder).toBe('release-x7/0a-1b');
    expect(read({ STEP: 'settle', ...run, ...enough.settle, EXIT: 'true' }).holder).toBe('release-x7/exit/0a-1b');
  });
});

describe('the variables of a step within one environment', () => {
  const { ON_PROMOTE_FAILURE: _, ...choices } = policy;
  const only = Object.fromEntries(
    Object.entries({ ...ofSource({ ...places, ...rollouts }), ...choices, WITHIN: 'true' }).filter(
      ([name]) => !name.startsWith('MLFLOW_'),
    ),
  );
  const told = stepNames.filter((step) => 'ON_ERROR' in enough[step]);
  const env = (STEP: Step): Record<string, string> => ({ STEP, ...run, ...candidate, ...operator, ...only });

  it.each(told)('%s: no other environment is needed, and no registry', (step) => {
    const { places, policy } = read(env(step));
    expect(policy?.within).toBe(true);
    expect([places?.sides.target, places?.registry]).toEqual([undefined, undefined]);
  });

  it('are those of two environments unless it is said that there is one', () => {
    const { WITHIN: _, ...unsaid } = env('decide');
    for (const name of ['TARGET_ENVIRONMENT', 'MLFLOW_TRACKING_URI', 'ON_PROMOTE_FAILURE'])
      expect(problemsOf(unsaid)).toContain(`${name}: is not set`);
  });

  it.each([
    ['another environment', { TARGET_ENVIRONMENT: 'production' }, 'TARGET_ENVIRONMENT: is about a next environment'],
    ['what was approved elsewhere', { EVIDENCE: 'approved' }, 'EVIDENCE: is about a next environment'],
    ['a promotion that fails', { ON_PROMOTE_FAILURE: 'hold' }, 'ON_PROMOTE_FAILURE: is about a next environment'],
    ['half a registry', { MLFLOW_TRACKING_URI: 'https://mlflow.example.com' }, 'MLFLOW_REGISTERED_MODEL: is not set'],
  ] as const)('do not go together with %s', (_, more, message) => {
    expect(problemsOf({ ...env('decide'), ...more })).toContain(message);
  });

  it('name a registry where there is one', () => {
    const registry = { MLFLOW_TRACKING_URI: 'https://mlflow.example.com', MLFLOW_REGISTERED_MODEL: 'fraud' };
    expect(read({ ...env('settle'), ...registry }).places?.registry?.model).toBe('fraud');
  });
});

describe('hostile values', () => {
  const hostile: Readonly<Record<string, string>> = {
    quotes: `'"\`; rm -rf / #`,
    'a newline': 'a\nb',
    braces: '{{workflow.parameters.x}}',
    'a command': '$(id)',
    'a path upwards': '../../etc/passwd',
    'a control character': '\u0001\u001b[31m',
    '64 KB': 'x'.repeat(65_536),
    'a password in an address': 'https://user:geheim-4711@example.com/x',
  };
  const complete: Record<string, string> = {
    ...run,
    ...enough['begin-gate'],
    ...enough.decide,
    EXIT: 'false',
    ARM: 'hold',
    EVIDENCE: 'verdict',
    INITIAL_TAG: 'initial',
    LOCK_WAIT_SECONDS: '1',
    LEASE_SECONDS: '1',
    SOURCE_GIT_AUTH: 'basic',
    SOURCE_AUTHOR_EMAIL: 'a@example.com',
    TARGET_POLL_SECONDS: '1',
  };
  const rows = Object.keys(complete).flatMap((name) => Object.keys(hostile).map((what) => [name, what] as const));
  // What is only written down may be any name; and a model may have any but a few letters.
  const free = /^(?:MLFLOW_REGISTERED_MODEL|RUN_ID|COMMIT|URI)$/;
  it.each(rows)('are refused by name: %s with %s', (name, what) => {
    const STEP = ['RUN_ID', 'DIGEST', 'COMMIT', 'URI'].includes(name) ? 'begin-gate' : 'decide';
    const problems = problemsOf({ STEP, ...complete, [name]: hostile[what] ?? '' });
    if (problems === '')
      expect([name, what]).toEqual([expect.stringMatching(free), expect.stringMatching(/quotes|command|upwards/)]);
    else expect(problems).toContain(`${name}: `);
    expect(problems).not.toMatch(/geheim/);
    expect(problems.length).toBeLessThan(2000);
  });
});

describe('the rights of a step', () => {
  const between = { application: 'fraud', source: 'staging', target: 'production' };

  it('let no step that deploys judge, and none that judges touch another environment', () => {
    for (const step of stepNames) {
      const rules = recordAccess(step, between);
      const updates = rules.filter(({ verbs }) => verbs.includes('update')).flatMap(({ names }) => names);
      const judges = updates.includes('verdicts-fraud-staging');
      expect(judges && updates.includes('release-fraud-production'), step).toBe(false);
      expect(judges, step).toBe(step === 'record-verdict' || step === 'override');
      expect(rules.every(({ names }) => names.length > 0)).toBe(true);
    }
  });

  it('are on one record where there is one environment', () => {
    for (const step of stepNames) {
      const records = recordAccess(step, { ...between, target: undefined }).flatMap(({ names }) => names);
      expect(
        records.filter((name) => name.startsWith('release-')),
        step,
      ).toEqual(['release-fraud-staging']);
    }
  });

  it('let a step that only reads change nothing', () => {
    expect(recordAccess('read-decision', between).flatMap(({ verbs }) => verbs)).toEqual(['get', 'get']);
  });
});
