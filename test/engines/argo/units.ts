import { Image, number, oneOf, task, text, verdict } from '../../../src/index';

/** Units that tests put together; each says with its name what it does. */
export const image: Image = Image.tagged('ghcr.io/acme/train:1.4.2');

export const modelVersion = text({ pattern: /[0-9]{1,9}/ });

export const train = task('train', {
  image,
  outputs: { modelVersion, accuracy: number({ min: 0, max: 1 }), kind: oneOf(['small', 'large']) },
  command: ['python', 'train.py'],
});

/** A gate. */
export const smoke = task('smoke', {
  image,
  inputs: { modelVersion },
  outputs: { verdict: verdict(), reason: text() },
  command: ({ inputs }) => ['python', 'smoke.py', inputs.modelVersion],
});

export const publish = task('publish', {
  image,
  inputs: { modelVersion },
  outputs: { digest: text() },
  command: ({ inputs }) => ['python', 'publish.py', inputs.modelVersion],
});

export const discard = task('discard', {
  image,
  inputs: { reason: text() },
  outputs: { digest: text() },
  command: ['python', 'discard.py'],
  env: ({ inputs }) => ({ REASON: inputs.reason }),
});

export const notify = task('notify', { image, inputs: { message: text() }, command: ['python', 'notify.py'] });
