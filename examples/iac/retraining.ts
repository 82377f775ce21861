import { equals, hold, not, pipeline, type Ref, type Scope, type Unit } from 'cdk8s-mlops';
import { type ModelName, ofEach } from './models';
import { type RegistrationPolicy, registerAll } from './register';
import { health, trainByApi } from './train-by-api';
import { trainInPods } from './train-in-pods';
import { trainingInputs } from './training-inputs';

/** What releases a version of each model. */
export type Releases = {
  readonly [name in ModelName]: Unit<{ readonly modelVersion: string; readonly runId: string }, unknown>;
};

interface Settings {
  readonly releases: Releases;
  readonly policy: RegistrationPolicy;
}

/** The engine is there, trains all three models, and what is good goes out. */
export const retraining = (settings: Settings) =>
  pipeline('retrain', trainingInputs, (p, inputs) => {
    const healthy = p.step(health);
    const { outputs } = p.step(trainByApi, inputs, { after: [healthy] });
    judged(p, outputs, settings);
  });

/** The same models, trained in pods of their own and side by side. */
export const retrainingInPods = (settings: Settings) =>
  pipeline('retrain-in-pods', trainingInputs, (p, inputs) => {
    const { outputs } = p.step(trainInPods, inputs);
    judged(p, outputs, settings);
  });

/**
 * Registers what is good enough, and releases each version that there is then. The releases run side by side: one that is
 * taken back takes no other with it. Green only if every model is in service.
 */
function judged(p: Scope, runs: { readonly [name in ModelName]: Ref<string> }, { releases, policy }: Settings): void {
  const registered = p.step(
    registerAll(policy),
    ofEach((_, name) => runs[name]),
  ).outputs;
  const released = ofEach((_, name) =>
    p.when(
      not(equals(registered[name], 'none')),
      (q) => q.step(releases[name], { modelVersion: registered[name], runId: runs[name] }),
      { name },
    ),
  );
  p.match(
    registered.verdict,
    { pass: () => {}, fail: hold('rejected'), error: hold(), inconclusive: hold() },
    { name: 'all', after: Object.values(released) },
  );
}
