import { Trouble } from '../../trouble';

/** @internal */
export interface SourceLine {
  readonly index: number;
  /** Without its end. */
  readonly raw: string;
  /** Leading spaces. */
  readonly indent: number;
  /** Neither blank nor only a comment. */
  readonly isContent: boolean;
}

/** @internal */
export function uneditable({ index }: Pick<SourceLine, 'index'>, why: string): Trouble {
  return new Trouble(`line ${index + 1} can't be edited safely: ${why}`);
}

// Control characters, what YAML 1.1 takes for the end of a line, and a byte order mark that is not at the start.
const unusual = /[^\P{Cc}\t]|[\u2028\u2029\ufeff\ufffe\uffff]/u;
const documentMark = /^(---|\.\.\.)(?=[ \t]|$)/;

/**
 * The lines of a file of one YAML document.
 *
 * @throws Trouble for what readers of YAML disagree about
 * @internal
 */
export function sourceLines(text: string): readonly SourceLine[] {
  let started = false;
  return text.split(/\r?\n/).map((raw, index) => {
    const indent = /^ */.exec(raw)?.[0].length ?? 0;
    const line = { index, raw, indent };
    if (unusual.test(raw)) throw uneditable(line, 'it contains a control character or an unusual end of line');
    if (/^ *(#|$)/.test(raw)) return { ...line, isContent: false };
    if (!started && /^--- *( #.*)?$/.test(raw)) {
      started = true;
      return { ...line, isContent: false };
    }
    if (documentMark.test(raw)) throw uneditable(line, 'the file must be one document');
    started = true;
    return { ...line, isContent: true };
  });
}
