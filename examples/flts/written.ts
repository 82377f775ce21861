import { parseAllDocuments } from 'yaml';
import { synthesized } from '../../test/synthesized';

/** As much of a manifest as tests look at. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly data?: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: specs of all kinds
  readonly spec?: any;
}

/** What the example writes, by file. */
export const all = synthesized('flts');

/** The manifests of a preset. */
export const files = (preset: 'dev' | 'prod') =>
  [...all]
    .filter(([file]) => file.startsWith(`${preset}/`) && file.endsWith('.yaml'))
    .map(([file, text]) => ({ file, text }));

export const manifests = (preset: 'dev' | 'prod'): readonly Manifest[] =>
  files(preset).flatMap(({ text }) => parseAllDocuments(text).map((document) => document.toJS() as Manifest));
