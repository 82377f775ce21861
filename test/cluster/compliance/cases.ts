import { exits, killed, nodeLost, type Outcome, oomKilled, silent, succeeds } from '../kubelet/outcome';
import type { EndState, Played } from './on-both-engines';

/** A run of a behaviour, and what becomes of it. */
export interface Case extends Played, EndState {
  readonly when: string;
}

const trained = succeeds({ 'model-version': '7', accuracy: '0.95', kind: 'small' });
const judged = (verdict: string, reason = 'because') => succeeds({ verdict, reason });
const green = (...programs: readonly string[]): EndState => ({ ends: 'green', programs });
const red = (...programs: readonly string[]): EndState => ({ ends: 'red', programs });
const train = 'python train.py';
const notify = 'python notify.py';
const smoke = 'python smoke.py 1';
const publish = 'python publish.py 1';
const digest = succeeds({ digest: 'sha256:aa' });
const trainedLarge = succeeds({ 'model-version': '8', accuracy: '0.95', kind: 'large' });
const scored = (value: string, tags: string) => succeeds({ value, good: 'true', tags });
const dead: Readonly<Record<string, Outcome>> = {
  'runs out of memory, and its node says so': { ...oomKilled, files: { verdict: 'pass', reason: 'fine' } },
  'runs out of memory, and its node does not say so': { ...killed, files: { verdict: 'pass', reason: 'fine' } },
  'is lost with its node': nodeLost,
};

/** By what a behaviour is called. Of each, the ways its run can go. */
export const cases: Readonly<Record<string, readonly Case[]>> = {
  'a step': [
    { when: 'it succeeds', scenario: { train: trained }, ...green(train) },
    { when: 'it fails', scenario: { train: exits(1) }, ...red(train) },
  ],
  'inputs of every kind, and texts and fields made of them': [
    {
      when: 'all fit',
      params: { g: '{"name":"n","deep":{"on":true}}' },
      scenario: {},
      ...green('pick SCORES=[{"good":false,"key":"it\'s","value":0.1}] LIMIT=1', notify, notify),
    },
    { when: 'a number is too small', params: { g: '{"name":"n","deep":{"on":true}}', b: '0' }, scenario: {}, ...red() },
    { when: 'a field is missing', params: { g: '{"name":"n"}' }, scenario: {}, ...red() },
  ],
  'a value that is checked where it is taken': [
    { when: 'it fits', scenario: { publish: digest }, ...green('python publish.py 7') },
    { when: 'it does not fit', params: { version: 'x' }, scenario: { publish: digest }, ...red() },
  ],
  'a field of an input inside a task': [{ when: 'it runs', scenario: {}, ...green('it NAME=me BOTH=x$$5') }],
  'a gate that holds': [
    { when: 'it passes', scenario: { smoke: judged('pass') }, ...green(notify, smoke) },
    ...['fail', 'error', 'inconclusive', 'PASS'].map((word) => ({
      when: `it says ${word}`,
      scenario: { smoke: judged(word) },
      ...red(smoke),
    })),
    { when: 'it says nothing', scenario: { smoke: silent }, ...red(smoke) },
    { when: 'it says pass and fails', scenario: { smoke: exits(1, { verdict: 'pass' }) }, ...red(smoke) },
    ...Object.entries(dead).map(([when, outcome]) => ({
      when: `it ${when}`,
      scenario: { smoke: outcome },
      impatient: ['smoke'],
      ...red(smoke),
    })),
  ],
  'a gate with an arm for everything': [
    {
      when: 'it passes',
      params: { 'model-version': '1' },
      scenario: { smoke: judged('pass'), publish: digest },
      ...green(publish, smoke),
    },
    {
      when: 'it fails',
      params: { 'model-version': '1' },
      scenario: { smoke: judged('fail'), discard: digest },
      ...red('python discard.py REASON=because', notify, smoke),
    },
    {
      when: 'it says error',
      params: { 'model-version': '1' },
      scenario: { smoke: judged('error') },
      ...red(notify, smoke),
    },
    { when: 'it says nothing', params: { 'model-version': '1' }, scenario: { smoke: silent }, ...red(notify, smoke) },
    {
      when: 'it says inconclusive',
      params: { 'model-version': '1' },
      scenario: { smoke: judged('inconclusive') },
      ...red(smoke),
    },
  ],
  'steps below a match, on a pass and in any case': [
    {
      when: 'it passes',
      scenario: { smoke: judged('pass'), publish: digest },
      ...green(notify, notify, notify, publish, smoke),
    },
    {
      when: 'it fails',
      scenario: { smoke: judged('fail'), discard: digest },
      ...red('python discard.py REASON=because', notify, notify, smoke),
    },
    {
      when: 'it says error',
      scenario: { smoke: judged('error'), discard: digest, 'discard-error': digest },
      ...red('python discard.py REASON=because', notify, notify, smoke),
    },
    { when: 'it is inconclusive', scenario: { smoke: judged('inconclusive') }, ...red(smoke) },
  ],
  'a match on a word whose outputs are used': [
    {
      when: 'it is one word',
      scenario: { train: trained, publish: digest },
      ...green(notify, 'python publish.py 7', train),
    },
    {
      when: 'it is the other',
      scenario: { train: trainedLarge, publish: digest, 'publish-large': digest },
      ...green(notify, notify, 'python publish.py 8', train),
    },
    {
      when: 'it is neither',
      scenario: { train: succeeds({ 'model-version': '8', accuracy: '0.95', kind: 'huge' }), publish: digest },
      ...red(train),
    },
    {
      when: 'the arm leaves nothing',
      scenario: { train: trained, publish: silent },
      ...red('python publish.py 7', train),
    },
  ],
  'a gate inside an arm, and a step after both': [
    {
      when: 'both pass',
      scenario: { smoke: judged('pass'), publish: digest },
      ...green(notify, publish, smoke, smoke),
    },
    {
      when: 'the inner one fails',
      scenario: { smoke: [judged('pass'), judged('fail')], publish: digest, discard: digest },
      ...red('python discard.py REASON=because', smoke, smoke),
    },
    {
      when: 'the outer one fails',
      scenario: { smoke: judged('fail'), publish: digest, discard: digest },
      ...red('python discard.py REASON=outer', smoke),
    },
  ],
  'a when with a default, the default of another': [
    {
      when: 'it holds',
      scenario: { train: trained, publish: digest },
      ...green(notify, notify, 'python publish.py 7', train),
    },
    {
      when: 'it does not hold',
      scenario: { train: trainedLarge },
      ...green(notify, notify, train),
    },
    {
      when: 'what it guards fails',
      scenario: { train: trained, publish: exits(1) },
      ...red('python publish.py 7', train),
    },
  ],
  'conditions of numbers, joined': [
    {
      when: 'both hold',
      scenario: { train: trained, publish: digest },
      ...green(notify, notify, 'python publish.py 7', train),
    },
    {
      when: 'the inner one does not',
      scenario: { train: succeeds({ 'model-version': '8', accuracy: '0.99', kind: 'small' }) },
      ...green(notify, notify, train),
    },
    {
      when: 'the outer one does not',
      params: { by: 'a', limit: '0.99' },
      scenario: { train: trained },
      ...green(notify, train),
    },
  ],
  'a when and a loop inside a when, on what was made there': [
    {
      when: 'both hold',
      scenario: {
        each: scored('0.5', '[]'),
        score: scored('0.5', '["a","b"]'),
        publish: digest,
      },
      ...green('many VALUES=[0.5,0.5]', notify, 'python publish.py 7', 'score a 0.5', 'score b 0.5', 'score x 1'),
    },
    {
      when: 'the inner one does not',
      scenario: {
        each: scored('0.5', '[]'),
        score: scored('0.3', '["a","b"]'),
      },
      ...green('many VALUES=[0.5,0.5]', notify, 'score a 0.5', 'score b 0.5', 'score x 1'),
    },
    {
      when: 'the list is empty',
      scenario: { score: scored('0.5', '[]'), publish: digest },
      ...green('many VALUES=[]', notify, 'python publish.py 7', 'score x 1'),
    },
    { when: 'the outer one does not', params: { go: 'false' }, scenario: {}, ...green('many VALUES=[]', notify) },
  ],
  'conditions of words, joined and negated': [
    { when: 'they hold', scenario: {}, ...green(notify) },
    { when: 'they do not', params: { by: 'nobody' }, scenario: {}, ...green() },
  ],
  'a loop over a list that is known, what belongs together gathered': [
    {
      when: 'all succeed',
      scenario: { train: trained, score: scored('0.5', '[]') },
      ...green(
        'pick SCORES=[{"good":true,"key":"gru","value":0.5},{"good":true,"key":"l\'s","value":0.5}] LIMIT=0.95',
        train,
        'score gru 0.1',
        "score l's 2e-7",
      ),
    },
    {
      when: 'one fails',
      scenario: { train: trained, score: [scored('0.5', '[]'), exits(1)] },
      ...red(train, 'score gru 0.1', "score l's 2e-7"),
    },
  ],
  'a loop over a list that a step makes, gathered': [
    {
      when: 'it has two',
      scenario: {
        each: scored('0.25', '[]'),
        score: scored('0.5', '["a","b"]'),
      },
      ...green('many VALUES=[0.25,0.25]', 'score a 0.5', 'score b 0.5', 'score x 1'),
    },
    { when: 'it is empty', scenario: { score: scored('0.5', '[]') }, ...green('many VALUES=[]', 'score x 1') },
  ],
  'a row of gates, one reading what another left': [
    {
      when: 'all pass',
      scenario: {
        pods: succeeds({ verdict: 'pass', reason: 'a', baseline: 'b1' }),
        'pods-again': judged('pass'),
        smoke: judged('pass'),
        publish: digest,
      },
      ...green('probe b1', 'probe none', publish, smoke),
    },
    {
      when: 'the second fails',
      scenario: {
        pods: succeeds({ verdict: 'pass', reason: 'a', baseline: 'b1' }),
        smoke: judged('fail'),
        'pods-again': judged('pass'),
        discard: digest,
      },
      ...red('probe none', 'python discard.py REASON=because', smoke),
    },
    {
      when: 'the first dies',
      scenario: { pods: exits(1), smoke: judged('pass'), 'pods-again': judged('pass') },
      ...red('probe none'),
    },
  ],
  'a pipeline in a pipeline, with a verdict of its own': [
    {
      when: 'it passes',
      scenario: { train: trained, smoke: judged('pass'), publish: digest },
      ...green('python publish.py 7', 'python publish.py 7', 'python smoke.py 7', train),
    },
    {
      when: 'it fails',
      scenario: { train: trained, smoke: judged('fail'), discard: digest, publish: digest },
      ...red('python discard.py REASON=because', notify, 'python smoke.py 7', train),
    },
  ],
  'a unit that decides by the record': [
    {
      when: 'the gate passes',
      scenario: { smoke: judged('pass'), publish: digest },
      ...green(publish, smoke, 'settle'),
    },
    {
      when: 'the gate fails',
      scenario: { smoke: judged('fail'), discard: digest },
      ...red('python discard.py REASON=because', notify, smoke),
    },
  ],
  'a finally that is told how it went': [
    { when: 'it succeeds', scenario: { train: trained }, ...green('cleanup me Succeeded', notify, train) },
    { when: 'it fails', scenario: { train: exits(1) }, ...red('cleanup me Failed', train) },
  ],
  'a task at the end of the whole run, with an account of its own': [
    { when: 'it succeeds', scenario: { train: trained }, ...green(train, 'settle') },
    { when: 'it fails', scenario: { train: exits(1) }, ...red(train, 'settle') },
    { when: 'the task at the end fails', scenario: { train: trained, settle: exits(1) }, ...red(train, 'settle') },
  ],
  'a retry of whatever fails': [
    { when: 'the second attempt succeeds', scenario: { again: [exits(1), succeeds()] }, ...green('again', 'again') },
    { when: 'no attempt succeeds', scenario: { again: exits(1) }, ...red('again', 'again') },
  ],
  'a volume that steps share': [
    { when: 'both succeed', scenario: {}, ...green('fill', 'use') },
    { when: 'the first fails', scenario: { fill: exits(1) }, ...red('fill') },
  ],
  'a pod with everything: volumes, a place, a user, sidecars, what runs before, secrets, access': [
    {
      when: 'it succeeds',
      needs: [
        { kind: 'Secret', name: 'mlflow', data: { password: 'hush' } },
        { kind: 'Secret', name: 'mlflow.client', data: { 'client.key': 'hush' } },
        { kind: 'ConfigMap', name: 'settings', data: { a: 'b' } },
      ],
      scenario: { everything: succeeds({ version: '1', count: '2' }) },
      ...green('python flow.py --literal=$(A) JSON={"a":{"b":"c"}}'),
    },
  ],
};
