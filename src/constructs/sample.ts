import { readFileSync } from 'node:fs';
import { basename, extname } from 'node:path';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import { Volume } from '../core/container/volume';
import { PipelineError } from '../core/error';
import { contract } from '../programs/check-http/contract';

/**
 * What is sent to a candidate to see how it answers.
 *
 * @public
 */
export interface Sample {
  /** @internal */
  readonly content: string | Uint8Array;
  /** @internal */
  readonly file: string;
  /** @internal */
  readonly contentType: string;
  /** @internal */
  readonly field: string | undefined;
}

/** @public */
export interface SampleFileOptions {
  /** @default - by the file's extension: jpg, png, json, csv, txt */
  readonly contentType?: string | undefined;
  /** Field of a form (`multipart/form-data`) to send the file in. @default - the file is the body */
  readonly field?: string | undefined;
}

/** @public */
export const Sample: {
  /**
   * A file beside the definition, read at synth and shipped in a ConfigMap; at most 900 KB.
   *
   * @throws PipelineError MLP3004 if it can't be read, is empty or too large, or its type can't be told.
   * @example
   * ```ts
   * Sample.file(`${__dirname}/food.jpg`, { field: 'file' });
   * ```
   */
  readonly file: (path: string, options?: SampleFileOptions) => Sample;
  /** A JSON body. */
  readonly json: (value: unknown) => Sample;
} = {
  file(path, options = {}) {
    checkProps(options, ['contentType', 'field'], `the sample '${path}'`);
    let content: Buffer;
    try {
      content = readFileSync(path);
    } catch (cause) {
      throw unusable(
        `the sample ${show(path)} can't be read: ${(cause as NodeJS.ErrnoException).code ?? 'unknown'}`,
        path,
      );
    }
    if (content.length === 0 || content.length > 900_000)
      throw unusable(`the sample '${path}' has ${content.length} bytes`, path);
    const contentType = options.contentType ?? types[extname(path).toLowerCase()];
    if (contentType === undefined) throw unusable(`the type of the sample '${path}' can't be told from its name`, path);
    checkReadable('sampleContentType', contentType);
    if (options.field !== undefined) checkReadable('sampleField', options.field);
    const file = basename(path).replace(/[^-._a-zA-Z0-9]/g, '_');
    return Object.freeze({ content, file, contentType, field: options.field });
  },
  json(value) {
    const content = JSON.stringify(value);
    if (content === undefined) throw unusable(`the sample is ${show(value)}`, value);
    const bytes = Buffer.byteLength(content);
    if (bytes > 900_000) throw unusable(`the sample has ${bytes} bytes`, undefined);
    return Object.freeze({ content, file: 'sample.json', contentType: 'application/json', field: undefined });
  },
};

const types: { readonly [extension: string]: string } = {
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.json': 'application/json',
  '.csv': 'text/csv',
  '.txt': 'text/plain',
};

/** The sample as a volume of one file. @internal */
export function sampleFile({ file, content }: Sample): Volume {
  return Volume.files('sample', { [file]: content });
}

/** Reads a value as the program will, so that what it refuses is refused here. */
function checkReadable(variable: 'sampleContentType' | 'sampleField', value: unknown): void {
  const what = variable === 'sampleField' ? 'the field of a sample' : 'the type of a sample';
  if (typeof value !== 'string') throw unusable(`${what} is ${show(value)}`, value);
  try {
    contract[variable].parse(value);
  } catch (problem) {
    throw unusable(`${what} is ${show(value)}: ${(problem as Error).message}`, value);
  }
}

function unusable(message: string, actual: unknown): PipelineError {
  return new PipelineError({
    code: 'MLP3004',
    message,
    expected: 'a file from 1 to 900,000 bytes with a known extension or contentType, or a JSON value',
    actual,
  });
}
