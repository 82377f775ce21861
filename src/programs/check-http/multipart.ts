import { createHash } from 'node:crypto';

/** One file as a form sends it. @internal */
export interface FormFile {
  readonly field: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/**
 * Encodes a form with one file as `multipart/form-data`.
 *
 * The boundary comes from the content's hash: the same sample is the same request, and it cannot occur in the content.
 *
 * @internal
 */
export function multipart({ field, filename, contentType, bytes }: FormFile): { contentType: string; body: Buffer } {
  const boundary = `sample-${createHash('sha256').update(bytes).digest('hex').slice(0, 40)}`;
  const head = [
    `--${boundary}`,
    `Content-Disposition: form-data; name="${field}"; filename="${filename}"`,
    `Content-Type: ${contentType}`,
    '',
    '',
  ].join('\r\n');
  const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return { contentType: `multipart/form-data; boundary=${boundary}`, body };
}
