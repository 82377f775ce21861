import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { askedContract } from '../../src/programs/check-sampling/contract';
import { judgeSampling, verdictOf } from '../../src/programs/check-sampling/judge-sampling';
import {
  type Observation,
  type Observed,
  observationKeys,
  variableOf,
} from '../../src/programs/check-sampling/observation';
import { readEnvironment } from '../../src/programs/environment';
import { variableOf as runOf } from '../../src/programs/members/member';
import { rank, scoreOf } from '../../src/programs/select-best/rank';
import type { SelectionRules } from '../../src/programs/select-best/rules';
import { fails, type Leaf, type Outcome, succeeds } from '../../src/testing/index';

// What the simulator does not play: servers, images, and what the programs decide about models, by the programs' own rules.

/** What is not as it should be in a night, by the name of a step. */
export interface Odd {
  /** What becomes of a step instead. */
  readonly [step: string]: Outcome | Measured | Prepared | undefined;
}

/** What a member measures: its rmse; the others follow. */
export interface Measured {
  readonly rmse: number;
}

/** What preprocessing leaves instead of what was asked for. */
export interface Prepared {
  readonly outputs: Readonly<Record<string, string>>;
}

interface Run {
  readonly id: string;
  readonly pipelineRun: string;
  readonly metrics: ReadonlyMap<string, number>;
  readonly startedAt: number;
  configHash?: string;
}

/** MLflow, and what trains: it stays from night to night. */
export interface Tracking {
  readonly runs: readonly Run[];
  /** Logs a run that no member of a night trained. */
  log(pipelineRun: string, rmse: number): string;
  /** What becomes of the steps of a night; the rest is up to the environments. */
  plays(odd?: Odd): (leaf: Leaf) => Outcome | undefined;
}

export function createTracking(): Tracking {
  const runs: Run[] = [];
  const versions: string[] = [];
  let clock = 0;
  const hex = (text: string, length: number) => createHash('sha256').update(text).digest('hex').slice(0, length);

  function log(pipelineRun: string, rmse: number): string {
    clock += 1;
    const id = hex(`run ${clock}`, 32);
    const metrics = new Map([
      ['test_rmse', rmse],
      ['test_mae', rmse],
      ['test_mse', rmse],
    ]);
    runs.push({ id, pipelineRun, metrics, startedAt: clock });
    return id;
  }

  const usual: Readonly<Record<string, number>> = { 'train-gru': 0.03, 'train-lstm': 0.02, 'nonml-prophet': 0.04 };

  function train(leaf: Leaf, env: Env, odd: Measured | undefined): Outcome {
    const rmse = odd?.rmse ?? usual[leaf.template] ?? Number.NaN;
    const errors = Object.fromEntries(
      ['train-loss', 'test-loss', 'test-mae', 'test-rmse', 'test-mse'].map((name) => [name, String(rmse)]),
    );
    return succeeds({ 'run-id': log(env.PIPELINE_RUN ?? '', rmse), ...errors });
  }

  /** Who can be chosen, and who is: what `select-best` asks of the runs that members handed on. */
  function select({ SELECTION = '', PIPELINE_RUN, ...env }: Env): Outcome {
    const { members, minCandidates, score } = JSON.parse(SELECTION) as SelectionRules;
    const entrants = members.flatMap(({ name }) => {
      const run = runs.find(({ id }) => id === env[runOf(name)]);
      if (run === undefined || run.pipelineRun !== PIPELINE_RUN) return [];
      const value = scoreOf(score, run.metrics);
      return typeof value === 'number' ? [{ name, runId: run.id, score: value, startedAt: run.startedAt }] : [];
    });
    const ranking = rank(entrants, score);
    const considered = [
      ...ranking.map(({ name, score }) => `${name}=${score}`),
      ...members.filter(({ name }) => !ranking.some((one) => one.name === name)).map(({ name }) => `${name}=none`),
    ].join();
    const missed = members.some(({ name, required }) => required && !entrants.some((one) => one.name === name));
    const [best] = ranking;
    if (best === undefined || missed || entrants.length < minCandidates)
      return fails(1, { outcome: 'none', considered });
    const chosen = { 'run-id': best.runId, member: best.name, score: String(best.score) };
    return succeeds({ outcome: 'selected', ...chosen, considered });
  }

  function register({ RUN_ID: run = '' }: Env): Outcome {
    if (!versions.includes(run)) versions.push(run);
    const version = String(versions.indexOf(run) + 8);
    const uri = `s3://mlflow/flts/${run}`;
    const digest = `sha256:${hex(uri, 64)}`;
    return succeeds({ outcome: 'registered', 'model-version': version, 'artifact-uri': uri, 'run-id': run, digest });
  }

  function find(env: Env): Outcome {
    const { FORCE: force, PIPELINE_RUN: _, ...configuration } = env;
    const configHash = hex(JSON.stringify(configuration), 64);
    const found = runs.find((run) => run.configHash === configHash);
    const outcome = force === 'true' ? 'forced' : found === undefined ? 'none' : 'found';
    const [run, version] =
      outcome === 'found' && found !== undefined
        ? [found.id, String(versions.indexOf(found.id) + 8)]
        : ['none', 'none'];
    return succeeds({ outcome, 'config-hash': configHash, 'trained-run': run, 'trained-version': version });
  }

  function mark(env: Env): Outcome {
    const { RUN_ID: id = '', MODEL_VERSION: version = '', CONFIG_HASH: configHash = '' } = env;
    const run = runs.find((one) => one.id === id);
    if (run !== undefined) run.configHash = configHash;
    const outputs = { outcome: 'trained', 'trained-run': id, 'trained-version': version };
    return succeeds(outputs);
  }

  const programs: Readonly<Record<string, (env: Env) => Outcome>> = {
    'select-best': select,
    'check-sampling': checkSampling,
    'check-metrics': checkScore,
    'register-model': register,
    'find-trained': find,
    'mark-trained': mark,
  };

  return {
    runs,
    log,
    plays:
      (odd = {}) =>
      (leaf) => {
        const own = odd[leaf.template];
        if (own !== undefined && 'kind' in own) return own;
        const { container } = leaf.manifest();
        const env = Object.fromEntries((container?.env ?? []).map(({ name, value = '' }) => [name, value]));
        if (leaf.template in usual) return train(leaf, env, own as Measured | undefined);
        if (leaf.template === 'preprocess') return prepare(env, own as Prepared | undefined);
        return programs[basename(container?.command?.[1] ?? '', '.mjs')]?.(env);
      },
  };
}

type Env = Readonly<Record<string, string>>;

/** A table of 15,927 rows, of which a third is kept for tests. */
function prepare(
  { DATASET = '', SAMPLE_TRAIN_ROWS = '', SAMPLE_TEST_ROWS = '', ...env }: Env,
  odd?: Prepared,
): Outcome {
  const taken = (rows: number, wanted: string) => (Number(wanted) > 0 ? Math.min(rows, Number(wanted)) : rows);
  const [train, test] = [taken(10_618, SAMPLE_TRAIN_ROWS), taken(5_309, SAMPLE_TEST_ROWS)];
  const digestOf = (table: string) => createHash('sha256').update(`${table} of ${DATASET}`).digest('hex');
  return succeeds({
    'train-data': `train/${digestOf('train').slice(0, 16)}-${train}.parquet`,
    'test-data': `test/${digestOf('test').slice(0, 16)}-${test}.parquet`,
    'train-original-rows': '10618',
    'train-sampled-rows': String(train),
    'train-digest': `sha256:${digestOf('train')}`,
    'test-original-rows': '5309',
    'test-sampled-rows': String(test),
    'test-digest': `sha256:${digestOf('test')}`,
    'train-windows': String(train - 10),
    'sampling-strategy': env.SAMPLE_STRATEGY ?? '',
    'sampling-seed': env.SAMPLE_SEED ?? '',
    ...odd?.outputs,
  });
}

function checkSampling(env: Env): Outcome {
  const names = Object.keys(observationKeys) as Observed[];
  const seen = Object.fromEntries(names.map((name) => [name, env[variableOf(name)]])) as Observation;
  const { verdict, reason } = verdictOf(judgeSampling(readEnvironment(env, askedContract), seen));
  return verdict === 'error' ? fails(1, { verdict, reason }) : succeeds({ verdict, reason });
}

/** The score's only limit. */
function checkScore({ RULES = '', VALUE_score: score }: Env): Outcome {
  const { lessThan } = JSON.parse(RULES).metrics.score;
  return succeeds({ verdict: Number(score) < lessThan ? 'pass' : 'fail', reason: `score ${score}` });
}
