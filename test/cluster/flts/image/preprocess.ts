import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { oddOf } from './odd';
import { required, storeOf } from './store';
import type { Table } from './table';

/** Makes two tables of one: the last third is kept for tests. Rows are taken here, and nowhere else. */
export async function preprocess(env: NodeJS.ProcessEnv): Promise<void> {
  const store = storeOf(env);
  const bucket = required(env, 'DATASET_BUCKET');
  const odd = await oddOf(store, bucket, 'preprocess');
  const text = await store.read(bucket, required(env, 'DATASET'));
  if (text === undefined) throw new Error(`there is no ${env.DATASET} in ${bucket}`);
  const table: Table = JSON.parse(text.toString());
  const cut = Math.floor((table.length * 2) / 3);
  const whole = { train: table.slice(0, cut), test: odd.testIsTrain ? table.slice(0, cut) : table.slice(cut) };
  const wanted = {
    train: Number(required(env, 'SAMPLE_TRAIN_ROWS')),
    test: Number(required(env, 'SAMPLE_TEST_ROWS')),
  };
  const strategy = required(env, 'SAMPLE_STRATEGY');
  if (strategy !== 'head') throw new Error(`this image takes the first rows only, not ${strategy}`);
  for (const name of ['train', 'test'] as const) {
    const rows = whole[name].slice(0, odd.rows ?? (wanted[name] > 0 ? wanted[name] : undefined));
    const written = JSON.stringify(rows);
    const hash = createHash('sha256').update(written).digest('hex');
    const key = `${name}/${hash.slice(0, 16)}.json`;
    await store.write(required(env, 'PROCESSED_BUCKET'), key, written);
    leave(`${name}-data`, key);
    leave(`${name}-digest`, `sha256:${createHash('sha256').update(JSON.stringify(whole[name])).digest('hex')}`);
    leave(`${name}-original-rows`, String(whole[name].length));
    leave(`${name}-sampled-rows`, String(rows.length));
    if (name !== 'train') continue;
    const windows = rows.length - Number(required(env, 'INPUT_SEQ_LEN')) - Number(required(env, 'OUTPUT_SEQ_LEN')) + 1;
    leave('train-windows', String(windows));
  }
  leave('sampling-strategy', strategy);
  leave('sampling-seed', required(env, 'SAMPLE_SEED'));
}

export function leave(output: string, text: string): void {
  writeFileSync(`/out/${output}`, text);
}
