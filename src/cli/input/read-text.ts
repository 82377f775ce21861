import { closeSync, openSync, readSync } from 'node:fs';
import type { Diagnostic } from '../../core/diagnostic';
import { notReadable } from './unreadable';

/** The longest file that is read, in bytes: a folder of manifests in one file has a few MB. @internal */
export const longest: number = 20 * 1024 * 1024;

/** A text, or why there is none. @internal */
export type TextOrTrouble = { readonly text: string } | { readonly trouble: Diagnostic };

/** Reads a file; never more than `longest` of it, so a device that gives bytes for ever ends too. @internal */
export function readText(file: string): TextOrTrouble {
  const chunks: Buffer[] = [];
  try {
    const descriptor = openSync(file, 'r');
    try {
      for (let total = 0; total <= longest; ) {
        const chunk = Buffer.allocUnsafe(64 * 1024);
        const bytes = readSync(descriptor, chunk);
        if (bytes === 0) return decoded(file, Buffer.concat(chunks));
        total += bytes;
        chunks.push(chunk.subarray(0, bytes));
      }
    } finally {
      closeSync(descriptor);
    }
  } catch (problem) {
    return { trouble: notReadable(file, problem) };
  }
  return tooLong(file);
}

/** Reads standard input to its end. @internal */
export async function readStream(name: string, stream: AsyncIterable<Uint8Array>): Promise<TextOrTrouble> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  try {
    for await (const chunk of stream) {
      total += chunk.byteLength;
      if (total > longest) return tooLong(name);
      chunks.push(chunk);
    }
  } catch (problem) {
    return { trouble: notReadable(name, problem) };
  }
  return decoded(name, Buffer.concat(chunks));
}

function decoded(file: string, bytes: Uint8Array): TextOrTrouble {
  if (!bytes.includes(0)) {
    try {
      return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
    } catch {
      // Told below.
    }
  }
  return {
    trouble: {
      code: 'MLP5002',
      severity: 'error',
      file,
      message: 'it is no text: its bytes are not UTF-8',
      fix: 'save it as UTF-8, or leave it out',
    },
  };
}

function tooLong(file: string): TextOrTrouble {
  return {
    trouble: {
      code: 'MLP5003',
      severity: 'error',
      file,
      message: `it is longer than ${longest / 1024 / 1024} MB`,
      fix: 'split it: no object of Kubernetes is longer than about 1 MB',
    },
  };
}
