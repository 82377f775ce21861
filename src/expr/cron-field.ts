import type { CronProblem } from './cron-schedule';

/**
 * One of the five fields: what it may hold.
 *
 * @internal
 */
export interface CronField {
  readonly name: CronProblem['field'];
  readonly min: number;
  readonly max: number;
  /** Three-letter names, in the order of their numbers from `min` on. */
  readonly names: readonly string[];
}

/**
 * What a field's text selects.
 *
 * @internal
 */
export interface CronFieldReading {
  readonly values: readonly number[];
  /** A `*` or `?` that selects everything was among the parts; decides how the two day fields combine. */
  readonly star: boolean;
  /** Parts that the controller takes but reads otherwise than they look. */
  readonly doubts: readonly CronProblem[];
}

interface Part {
  readonly start: number;
  readonly end: number;
  readonly step: number;
  readonly star: boolean;
  readonly doubt?: CronProblem | undefined;
}

/** Go's `int`, which bounds every number in a line. */
const largestInt = 2n ** 63n - 1n;

/**
 * Reads one field as robfig/cron v3 does: a comma list of `*`, `n`, `n-m`, each with an optional `/step`.
 *
 * @see https://github.com/robfig/cron/blob/v3.0.1/parser.go
 * @internal
 */
export function parseCronField(text: string, field: CronField): CronFieldReading | CronProblem {
  const values = new Set<number>();
  const doubts: CronProblem[] = [];
  let star = false;
  for (const piece of text.split(',')) {
    if (piece === '') {
      doubts.push(problem(field, `'${text}' has an empty place between commas`, 'remove the surplus comma'));
      continue;
    }
    const part = parsePart(piece, field);
    if ('message' in part) return part;
    for (let value = part.start; value <= part.end; value += part.step) values.add(value);
    star ||= part.star;
    if (part.doubt !== undefined) doubts.push(part.doubt);
  }
  return { values: [...values].sort((a, b) => a - b), star, doubts };
}

function parsePart(text: string, field: CronField): Part | CronProblem {
  const [range = '', stepText, ...moreSteps] = text.split('/');
  const [low = '', high, ...moreEnds] = range.split('-');
  const any = low === '*' || low === '?';
  let start = field.min;
  let end = field.max;
  if (!any) {
    if (moreEnds.length > 0) return problem(field, `'${text}' has more than one '-'`, "write a range as '1-5'");
    const first = numberOf(low, text, field);
    if (typeof first !== 'number') return first;
    const last = high === undefined ? first : numberOf(high, text, field);
    if (typeof last !== 'number') return last;
    start = first;
    // A single number with a step is open-ended: '10/20' is '10-59/20'.
    end = high === undefined && stepText !== undefined ? field.max : last;
  }
  if (moreSteps.length > 0) return problem(field, `'${text}' has more than one '/'`, "write a step as '*/15'");
  const step = stepText === undefined ? 1 : stepOf(stepText, text, field);
  if (typeof step !== 'number') return step;
  const wrong = outOfRange(start, end, text, field);
  if (wrong !== undefined) return wrong;
  let doubt: CronProblem | undefined;
  if (any && high !== undefined) {
    const message = `'${text}' reads as '${low}': what follows '${low}-' is ignored`;
    doubt = problem(field, message, `write ${limits(field)}`);
  } else if (step > 1 && step > end - start) {
    const message = `'${text}' selects only ${start}: its step is larger than what is left to count`;
    doubt = problem(field, message, `write '${start}', or a step that fits into ${field.min}-${field.max}`);
  }
  return { start, end, step, star: any && step === 1, doubt };
}

function outOfRange(start: number, end: number, text: string, field: CronField): CronProblem | undefined {
  if (field.name === 'day of week' && (start === 7 || end === 7)) {
    const rest = start < 2 ? '*' : `0,${pieceOf(start, 6)}`;
    const fix = `write '${start === 7 ? 0 : rest}'`;
    return problem(field, `'${text}' uses 7, but days of the week are 0 (Sunday) to 6 (Saturday)`, fix);
  }
  if (start < field.min || end > field.max) {
    return problem(field, `'${text}' is outside ${field.min}-${field.max}`, `write ${limits(field)}`);
  }
  if (start > end) {
    const lists = [pieceOf(start, field.max), pieceOf(field.min, end)];
    return problem(field, `the range '${text}' runs backwards`, `write '${lists.join(',')}'`);
  }
  return undefined;
}

function pieceOf(start: number, end: number): string {
  return start === end ? `${start}` : `${start}-${end}`;
}

function numberOf(text: string, part: string, field: CronField): number | CronProblem {
  const index = field.names.indexOf(text.toUpperCase());
  if (index >= 0) return field.min + index;
  const number = wholeNumber(text);
  if (number !== undefined) return number;
  const quoted = text === part ? `'${text}'` : `'${text}' in '${part}'`;
  if (text === '') return problem(field, `'${part}' lacks a number beside '-' or '/'`, `write ${limits(field)}`);
  if (/^(?:[0-9]*[LW]|LW|[A-Z0-9]+#[0-9])$/i.test(text)) {
    return problem(field, `${quoted} is Quartz syntax, which the controller does not read`, `write ${limits(field)}`);
  }
  const kinds = field.names.length > 0 ? 'a number or a three-letter name' : 'a number';
  const short = field.names.find((name) => text.toUpperCase().startsWith(name));
  return problem(field, `${quoted} is not ${kinds}`, `write ${short === undefined ? limits(field) : `'${short}'`}`);
}

function stepOf(text: string, part: string, field: CronField): number | CronProblem {
  const step = wholeNumber(text);
  if (step !== undefined && step > 0) return step;
  const fix = `write a step such as '*/${field.max > 20 ? 15 : 2}'`;
  return problem(field, `the step '${text}' in '${part}' is not a whole number above 0`, fix);
}

function wholeNumber(text: string): number | undefined {
  return /^\+?[0-9]+$/.test(text) && BigInt(text.replace('+', '')) <= largestInt ? Number(text) : undefined;
}

function limits({ min, max, names }: CronField): string {
  const numbers = `a number from ${min} to ${max}`;
  return names.length === 0 ? numbers : `${numbers} or a name from ${names[0]} to ${names[names.length - 1]}`;
}

function problem(field: CronField, message: string, fix: string): CronProblem {
  return { field: field.name, message, fix };
}
