import type { Sequence } from '../../schemas/argo/types';
import { anyString } from '../plan/any-string';
import { formatNumber } from './format-number';

/** The texts of a sequence, or Go's words for what is no number. @internal */
export function expandSequence(sequence: Sequence): readonly string[] | string {
  const numbers: Partial<Record<'start' | 'end' | 'count', number>> = {};
  for (const key of ['start', 'end', 'count'] as const) {
    const text = anyString(sequence[key]);
    if (text === undefined) continue;
    if (!/^[+-]?\d+$/.test(text)) return `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
    numbers[key] = Number(text);
  }
  const { start = 0, count } = numbers;
  if (numbers.end === undefined && count === 0) return [];
  if (numbers.end === undefined && count === undefined) return 'neither end nor count was specified in withSequence';
  const end = numbers.end ?? start + (count ?? 0) - 1;
  const step = start <= end ? 1 : -1;
  const texts: string[] = [];
  for (let i = start; step * i <= step * end; i += step) texts.push(formatNumber(sequence.format ?? '', i));
  return texts;
}
