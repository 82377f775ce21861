import { InputError } from '../input-error';

/**
 * What an environment is made to run: an image by digest, or the address of a model's files.
 *
 * @internal
 */
export type DeployedValue =
  | {
      readonly kind: 'image';
      readonly reference: string;
      /** The reference up to its digest, without a tag. */
      readonly repository: string;
      /** `sha256:` and 64 hexadecimal digits. */
      readonly digest: string;
    }
  | { readonly kind: 'model'; readonly uri: string };

const image = /^([a-z0-9.-]+(?::\d{1,5})?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*)@(sha256:[0-9a-f]{64})$/;
const model = /^[a-z][a-z0-9+.-]{1,30}:\/\/[A-Za-z0-9._:/=+,-]{1,900}$/;

/**
 * Reads the value to deploy. Tags are refused, since what was tested must be what runs, and so are credentials.
 *
 * @throws InputError without the text in it: it may hold credentials
 * @internal
 */
export function deployedValue(text: string): DeployedValue {
  const [, repository, digest] = image.exec(text) ?? [];
  if (repository !== undefined && digest !== undefined) return { kind: 'image', reference: text, repository, digest };
  if (model.test(text) && !/(^|[/.:])(\.\.?|latest)\/?$/i.test(text) && !text.includes('/../'))
    return { kind: 'model', uri: text };
  throw new InputError(
    'expected an image by digest such as ghcr.io/acme/app@sha256:<64 digits>, or the versioned address of a model such as s3://models/fraud/7',
  );
}
