import { Image, integer, list, number, oneOf, task, text, verdict } from '../../src/core/index';

/** Units that the tests put into pipelines. */
export const image: Image = Image.tagged('ghcr.io/acme/train:1.4.2');
const command = ['python', 'main.py'];

export const train = task('train', {
  image,
  inputs: { epochs: integer({ default: 5, min: 1 }) },
  outputs: { accuracy: number(), modelVersion: text(), folds: list(number()) },
  command,
});
export const gate = task('gate', {
  image,
  inputs: { modelVersion: text() },
  outputs: { verdict: verdict(), reason: text() },
  command,
});
export const promote = task('promote', {
  image,
  inputs: { modelVersion: text() },
  outputs: { digest: text() },
  command,
});
export const choose = task('choose', {
  image,
  outputs: { which: oneOf(['left', 'right']) },
  command,
});
export const none = task('none', { image, command });
export const other = task('other', { image, command });
