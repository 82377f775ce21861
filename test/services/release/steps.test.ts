import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pod } from './pod';
import { type Servers, startServers } from './servers';
import { candidateEnv, makeStage } from './stage';

let servers: Servers;
beforeAll(async () => {
  servers = await startServers();
});
afterAll(() => servers.stop());

describe('a release', () => {
  it('promotes a version that passed', async () => {
    const t = performance.now();
    const lap = (w: string) => console.log(w, Math.round(performance.now() - t));
    const stage = await makeStage(servers);
    lap('stage');
    const two = stage.version('2');
    const begun = await pod(stage, { STEP: 'begin-gate', ...candidateEnv(two) });
    lap('begin ' + begun.effects);
    console.log(begun.ending, begun.log);
    const rec = await pod(stage, { STEP: 'record-verdict', ...candidateEnv(two), VERDICT: 'pass', POD: 'b' });
    lap('record ' + rec.effects);
    console.log(rec.ending);
    const dec = await pod(stage, { STEP: 'read-decision', MODEL_VERSION: '2', POD: 'b' });
    console.log(dec.ending);
    const decided = await pod(stage, { STEP: 'decide', ARM: 'promote', MODEL_VERSION: '2', POD: 'c' });
    lap('decide ' + decided.effects);
    console.log(decided.ending, decided.log, (await stage.record('source')).audit);
    expect(await stage.alias('target')).toBe('2');
  });
});
