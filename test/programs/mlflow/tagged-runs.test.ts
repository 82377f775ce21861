import { afterEach, describe, expect, it } from 'vitest';
import { finishedRunsTagged } from '../../../src/programs/mlflow/tagged-runs';
import { inTurn, json } from '../candidate';
import { type Asked, refusal, tracking } from './tracking';

const run = (id: string, { hash = 'h', status = 'FINISHED', stage = 'active', start = 1 } = {}) => ({
  info: { run_id: id, status, lifecycle_stage: stage, start_time: start, artifact_uri: 's3://a' },
  data: { tags: [{ key: 'pipeline.config-hash', value: hash }] },
});
const experiments = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({ experiment_id: String(from + i) }));

describe('finished runs with a tag', () => {
  let asked: Asked;
  afterEach(() => asked.server.close());

  const ids = async (search: ReturnType<typeof json>, all = json({ experiments: experiments(0, 1) })) => {
    asked = await tracking({ '/experiments/search': all, '/runs/search': search });
    return (await finishedRunsTagged(asked.api, 'pipeline.config-hash', 'h')).map(({ id }) => id);
  };
  const bodies = (path: string) =>
    asked.server.requests
      .filter((request) => request.path.endsWith(path))
      .map(({ body }) => JSON.parse(body.toString()) as Readonly<Record<string, unknown>>);

  it('are the newest first', async () => {
    expect(await ids(json({ runs: [run('a', { start: 1 }), run('b', { start: 3 }), run('c', { start: 2 })] }))).toEqual(
      ['b', 'c', 'a'],
    );
    expect(bodies('/runs/search')).toEqual([
      {
        experiment_ids: ['0'],
        filter: "tags.`pipeline.config-hash` = 'h' and attributes.status = 'FINISHED'",
        run_view_type: 'ACTIVE_ONLY',
        max_results: 1000,
      },
    ]);
  });

  it('are none where the server has no run, or no experiment', async () => {
    expect(await ids(json({}))).toEqual([]);
    await asked.server.close();
    expect(await ids(json({}), json({}))).toEqual([]);
    expect(bodies('/runs/search')).toEqual([]);
  });

  it('are no others, also of a server that does not know the filter', async () => {
    const others = [
      run('other', { hash: 'i' }),
      run('failed', { status: 'FAILED' }),
      run('deleted', { stage: 'deleted' }),
      { info: run('bare').info },
    ];
    expect(await ids(json({ runs: [...others, run('right')] }))).toEqual(['right']);
  });

  it('are looked for on all pages, and in all experiments', async () => {
    const pages = inTurn(
      json({ experiments: experiments(0, 400), next_page_token: 'more' }),
      json({ experiments: experiments(400, 400) }),
    );
    const search = inTurn(
      json({ runs: [run('a', { start: 1 })], next_page_token: 'more' }),
      json({ runs: [run('b', { start: 2 })] }),
      json({ runs: [run('c', { start: 3 })] }),
    );
    expect(await ids(search, pages)).toEqual(['c', 'b', 'a']);
    expect(bodies('/experiments/search').map((body) => body.page_token)).toEqual([undefined, 'more']);
    const looked = bodies('/runs/search').map((body) => [(body.experiment_ids as string[]).length, body.page_token]);
    expect(looked).toEqual([
      [500, undefined],
      [500, 'more'],
      [300, undefined],
    ]);
  });

  it.each([
    ['a refusal', refusal('INVALID_PARAMETER_VALUE', 'Invalid filter'), /Invalid filter/],
    ['runs that are no list', json({ runs: {} }), /a list is due: runs/],
    ['pages without end', json({ next_page_token: 'more' }), /more than 100 pages of runs/],
  ])('are not guessed from %s', async (_, search, problem) => {
    await expect(ids(search)).rejects.toThrow(problem);
  });
});
