import { oddOf } from './odd';
import { leave } from './preprocess';
import { required, storeOf } from './store';
import { errorsOf, type Model, type Table } from './table';
import { logRun } from './tracking';

/** How much of a row counts that is further back, for each kind of model. */
const fading: Readonly<Record<string, number>> = { GRU: 0.5, LSTM: 0.8, PROPHET: 0.95 };

export async function train(env: NodeJS.ProcessEnv): Promise<void> {
  const kind = required(env, 'MODEL_TYPE');
  const store = storeOf(env);
  const bucket = required(env, 'PROCESSED_BUCKET');
  const odd = await oddOf(store, 'dataset', kind);
  const read = async (variable: string): Promise<Table> => {
    const key = required(env, variable);
    const text = await store.read(bucket, key);
    if (text === undefined) throw new Error(`there is no ${key} in ${bucket}`);
    return JSON.parse(text.toString());
  };
  const [trained, tested] = [await read('TRAIN_DATA'), await read('TEST_DATA')];
  const input = Number(required(env, 'INPUT_SEQ_LEN'));
  const model: Model = {
    weights: Array.from({ length: input }, (_, row) => (fading[kind] ?? Number.NaN) ** (input - 1 - row)),
  };
  const [own, found] = [errorsOf(model, trained), errorsOf(model, tested)];
  const metrics: Record<string, number> = {
    train_loss: own.mse,
    train_rmse: own.rmse,
    test_loss: found.mse,
    test_mae: found.mae,
    test_rmse: found.rmse,
    test_mse: found.mse,
  };
  for (const [name, value] of Object.entries(odd.metrics ?? {})) metrics[name] = Number(value);
  const hyper =
    kind === 'PROPHET' ? [] : ['EPOCHS', 'BATCH_SIZE', 'HIDDEN_SIZE', 'NUM_LAYERS', 'LEARNING_RATE', 'PATIENCE'];
  const params = Object.fromEntries([...hyper, 'MODEL_TYPE'].map((name) => [name.toLowerCase(), required(env, name)]));
  const id = await logRun(env, store, {
    name: kind,
    params,
    metrics,
    files: { 'model.json': JSON.stringify(model), MLmodel: 'flavors: {}\n' },
  });
  leave('run-id', id);
  leave('train-loss', String(metrics.train_loss));
  for (const name of ['loss', 'mae', 'rmse', 'mse']) leave(`test-${name}`, String(metrics[`test_${name}`]));
}
