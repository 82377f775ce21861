import { describe, expect, it } from 'vitest';
import { candidate, json, type Reply, text } from '../programs/candidate';
import { train, trained } from '../programs/train-http/trained';

/** What a shell script with curl does: one call for each model, with a field that the API does not read. */
async function handWritten(url: string, models: readonly string[]): Promise<string> {
  for (const model of models)
    await fetch(`${url}/train`, { method: 'POST', body: JSON.stringify({ model_name: model, epochs: 10 }) });
  return models.map((model) => `${model}: trained, ${85 + Math.floor(Math.random() * 10)} %`).join('\n');
}

/** Trains all that are asked for, or all that there are. */
function api(said: string[][]): Reply {
  return (response, count, request, body) => {
    const { models = ['lstm', 'forest', 'xgb'] } = JSON.parse(body.toString()) as { models?: string[] };
    said.push(models);
    json(trained)(response, count, request, body);
  };
}

describe('a script that has models trained by HTTP', () => {
  it('sends a field that the API does not read, and trains all of them as often as it calls; ours asks once', async () => {
    const theirs: string[][] = [];
    const server = await candidate({ '/train': api(theirs) });
    await handWritten(server.url, ['lstm', 'forest', 'xgb', 'churn']);
    await server.close();
    expect(theirs.flat()).toHaveLength(12);
    const ours: string[][] = [];
    expect(await train({ '/train': api(ours) })).toMatchObject({ exit: 0, outputs: { report: 'lstm=r1' } });
    expect(ours).toEqual([['lstm']]);
  });

  it.each<readonly [string, Reply]>([
    ['answers 500', text('out of memory', { status: 500 })],
    ['answers 200 and trained nothing', json({ status: 'success', results: {} })],
    ['asks for a login', text('<html>Sign in</html>', { headers: { 'content-type': 'text/html' } })],
  ])('says that all went well where the API %s, with numbers that nobody measured; ours ends red', async (_, reply) => {
    const server = await candidate({ '/train': reply });
    expect(await handWritten(server.url, ['lstm'])).toMatch(/^lstm: trained, \d\d %$/);
    await server.close();
    const run = await train({ '/train': reply });
    expect(run.exit).toBe(1);
    expect(run.outputs.lstm ?? 'none').toBe('none');
  });
});
