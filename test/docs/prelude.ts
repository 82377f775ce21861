/** What examples speak of without declaring it. Only what an example uses and does not declare itself is put above it. */
export const prelude: ReadonlyMap<string, string> = new Map([
  ['image', "const image = Image.tagged('ghcr.io/acme/fraud:1.4.2');"],
  ['inputs', 'declare const inputs: { readonly epochs: Ref<Integer>; readonly value: Ref<string> };'],
  [
    'train',
    "const train = task('train', { image, inputs: { epochs: integer({ default: 5 }) }, outputs: { modelVersion: text(), accuracy: number() }, command: ['x'] });",
  ],
  [
    'gate',
    "const gate = task('gate', { image, inputs: { modelVersion: text() }, outputs: { verdict: verdict(), reason: text() }, command: ['x'] });",
  ],
  ['smoke', 'const smoke = gate;'],
  [
    'evaluate',
    "const evaluate = task('evaluate', { image, inputs: { modelVersion: text() }, outputs: { verdict: verdict(), reason: text() }, command: ['x'] });",
  ],
  [
    'publish',
    "const publish = task('publish', { image, inputs: { modelVersion: text({ default: '' }) }, outputs: { digest: text() }, command: ['x'] });",
  ],
  [
    'discard',
    "const discard = task('discard', { image, inputs: { reason: text() }, outputs: { digest: text() }, command: ['x'] });",
  ],
  ['tell', "const tell = task('tell', { image, inputs: { digest: text() }, command: ['x'] });"],
  ['scanner', "const scanner = task('scanner', { image, outputs: { digest: text() }, command: ['x'] });"],
  [
    'score',
    "const score = task('score', { image, inputs: { name: text(), rate: number() }, outputs: { score: number() }, command: ['x'] });",
  ],
  [
    'rank',
    "const rank = task('rank', { image, inputs: { scores: list(number()), members: list(record({ key: text(), score: number() })) }, command: ['x'] });",
  ],
  ['notify', "const notify = task('notify', { image, inputs: { status: text() }, command: ['x'] });"],
  ['migrate', "const migrate = task('migrate', { image, command: ['x'] });"],
  ['members', 'declare const members: Ref<readonly { readonly name: string }[]>;'],
  ['p', 'declare const p: PipelineScope;'],
  ['scenario', "declare const scenario: Ref<'normal' | 'oversized'>;"],
  ['release', "const release = pipeline('release', {}, (p) => { p.step(train); });"],
  ['training', 'declare const training: TrainingPipeline<{}, { readonly modelVersion: string }>;'],
  ['staging', 'declare const staging: Environment;'],
  ['checks', 'declare const checks: readonly [Check];'],
  ['app', 'const app = new App();'],
  ['chart', 'declare const chart: Chart;'],
]);
