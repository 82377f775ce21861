import { join } from 'node:path';
import { paint } from '../terminal';
import type { FileDifference, ObjectDifference } from './folder-difference';
import type { FieldDifference } from './value-difference';

/** What differs, for people: `-` stands for what the folder has, `+` for what the app writes. @internal */
export function differenceText(folder: string, files: readonly FileDifference[], color: boolean): string {
  const lines = files.flatMap((file) => [
    `${paint(join(folder, file.file), 'bold', color)}: ${headOf(file)}`,
    ...below(file, color),
  ]);
  const counted = `${files.length} ${files.length === 1 ? 'file differs' : 'files differ'} from what the app writes`;
  return `${[...lines, '', `${counted}; run cdk8s-mlops synth, and commit the result`].join('\n')}\n`;
}

function headOf(file: FileDifference): string {
  switch (file.kind) {
    case 'new':
      return 'is not there';
    case 'gone':
      return 'is not written any more';
    case 'formatting':
      return 'only the formatting differs: all objects are the same';
    case 'text':
      return `differs from line ${file.line} on`;
    case 'objects':
      return `${file.objects.length} ${file.objects.length === 1 ? 'object differs' : 'objects differ'}`;
  }
}

function below(file: FileDifference, color: boolean): readonly string[] {
  if (file.kind === 'objects') return file.objects.flatMap((object) => objectLines(object, color));
  if (file.kind !== 'new' && file.kind !== 'gone') return [];
  const { kind } = file;
  return file.objects.flatMap((object) => objectLines({ object, kind }, color));
}

function objectLines(difference: ObjectDifference, color: boolean): readonly string[] {
  const { object } = difference;
  if (difference.kind === 'changed')
    return [`    ${object}`, ...difference.fields.flatMap((field) => fieldLines(field, color))];
  const isNew = difference.kind === 'new';
  return [paint(`  ${isNew ? '+' : '-'} ${object}`, isNew ? 'green' : 'red', color)];
}

function fieldLines({ path, before, after }: FieldDifference, color: boolean): readonly string[] {
  const [old, now] = excerpts(before, after);
  return [
    ...(before === undefined ? [] : [paint(`      - ${path}: ${old}`, 'red', color)]),
    ...(after === undefined ? [] : [paint(`      + ${path}: ${now}`, 'green', color)]),
  ];
}

const widest = 100;

/** Both values, short; of long texts the first line that differs. */
function excerpts(before: unknown, after: unknown): readonly [string, string] {
  if (typeof before !== 'string' || typeof after !== 'string' || !`${before}${after}`.includes('\n'))
    return [short(before), short(after)];
  const [lines, others] = [before.split('\n'), after.split('\n')];
  const differs = lines.findIndex((line, i) => line !== others[i]);
  const at = differs < 0 ? lines.length : differs;
  const told = (line: string | undefined): string => `line ${at + 1}: ${line === undefined ? 'none' : short(line)}`;
  return [told(lines[at]), told(others[at])];
}

/** JSON has no character that moves the cursor of a terminal. */
function short(value: unknown): string {
  const text = (JSON.stringify(value) ?? '').replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ');
  return text.length <= widest ? text : `${text.slice(0, widest - 1)}…`;
}
