import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Pipeline, tekton } from '../../../src/engines/tekton/index';
import { hold, Image, oneOf, pipeline, task, text, verdict } from '../../../src/index';
import { type ExploreOptions, explore, type Roles, verify } from '../../../src/simulate/index';
import { task as bare, param, result, when } from './play';

const object = (spec: object, annotations: object = {}) => ({
  apiVersion: 'tekton.dev/v1',
  kind: 'Pipeline',
  metadata: { name: 'release', annotations },
  spec,
});
const roles = { test: 'gate:verdict=pass', promote: 'promotes', undo: 'reverts', deploy: 'deploys' };
const gate = bare('test', { runAfter: ['deploy'] }, { results: [{ name: 'verdict' }] });
const sound = [
  bare('deploy'),
  gate,
  bare('promote', when(result('test', 'verdict'), 'pass')),
  bare('undo', when(result('test', 'verdict'), 'fail'), { steps: [{ image: 'x', script: 'undo\nexit 1' }] }),
];
const told = (spec: object, options: Partial<ExploreOptions> = { roles }) => {
  const { proved, violations, undecided, scenarios } = explore([object(spec)], options);
  return {
    proved: proved.map(({ property }) => property),
    violations: Object.fromEntries(violations.map(({ property, scenario }) => [property, scenario])),
    undecided: undecided.map(({ property }) => property),
    scenarios,
  };
};

describe('a pipeline of Tekton', () => {
  it('that compares what its gate says is proved to promote only after a pass', () => {
    const { proved, violations, scenarios } = told({ tasks: sound });
    expect(proved).toEqual(
      expect.arrayContaining(['pass-before-promotion', 'never-both', 'nothing-stuck', 'ends-in-time']),
    );
    expect(Object.keys(violations)).not.toContain('pass-before-promotion');
    expect(scenarios).toBeGreaterThan(100n);
  });

  it('that promotes unless the gate says fail is shown to promote on any other word', () => {
    const open = bare('promote', { when: [{ input: result('test', 'verdict'), operator: 'notin', values: ['fail'] }] });
    const { violations } = told(
      { tasks: [bare('deploy'), gate, open] },
      { roles: { test: roles.test, promote: 'promotes' } },
    );
    expect(violations['pass-before-promotion']).toEqual([
      { step: 'test', what: expect.stringMatching(/^verdict is|nonsense/) },
    ]);
  });

  it('whose gate may fail and is not asked is shown to promote when it crashes', () => {
    const lax = bare('test', { runAfter: ['deploy'], onError: 'continue' });
    const { violations } = told(
      { tasks: [bare('deploy'), lax, bare('promote', { runAfter: ['test'] })] },
      { roles: { test: 'gate', promote: 'promotes' } },
    );
    expect(violations['pass-before-promotion']).toHaveLength(1);
  });

  it('that waits for a result that is not written is shown to wait until its time is over', () => {
    const reads = bare('use', { params: param('p', result('make')) });
    const { violations } = told(
      { tasks: [bare('make'), reads, bare('after', { runAfter: ['use'] })], finally: [bare('tidy')] },
      {},
    );
    expect(violations['nothing-stuck']).toEqual([{ step: 'make', what: 'writes no r' }]);
  });

  it('says its roles in an annotation, which have to be of tasks that are there', () => {
    const annotated = (map: object) => object({ tasks: sound }, { 'cdk8s-mlops/role': JSON.stringify(map) });
    expect(explore([annotated(roles)]).proved.map(({ property }) => property)).toContain('never-both');
    expect(() => explore([annotated({ tets: 'gate' })])).toThrow(/MLP5204.*'tets'/);
  });
});

describe('what is emitted for Tekton', () => {
  const image = Image.tagged('ghcr.io/acme/train:1.4.2');
  const train = task('train', { image, outputs: { kind: oneOf(['small', 'large']) }, command: ['train'] });
  const check = task('check', {
    image,
    inputs: { kind: text() },
    outputs: { verdict: verdict(), reason: text() },
    command: ['check'],
  });
  const promote = task('promote', { image, command: ['promote'] });
  const release = pipeline('release', {}, (p) => {
    const { outputs } = p.step(train);
    const { outputs: judged } = p.step(check, { kind: outputs.kind });
    p.match(judged.verdict, { pass: (p) => p.step(promote), fail: hold(), error: hold(), inconclusive: hold() });
  });
  const chart = new Chart(new App(), 'release', { namespace: 'mlops' });
  new Pipeline(chart, 'release', { pipeline: release, engine: tekton('1.15') });
  const own: Roles = { check: 'gate:verdict=pass', promote: 'promotes', 'release-end-red': 'holds' };

  it('is proved, with our own steps as they are', () => {
    const [found] = verify(chart.toJson(), { roles: own });
    expect(found?.name).toBe('release');
    const { proved, violations } = found?.exploration ?? { proved: [], violations: [] };
    expect(proved.map(({ property }) => property)).toEqual([
      'pass-before-promotion',
      'failure-ends-red',
      'nothing-stuck',
      'ends-in-time',
    ]);
    expect(violations.map(({ property }) => property)).toEqual(['changes-under-lock']);
  });
});
