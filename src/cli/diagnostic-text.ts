import type { Diagnostic } from '../core/diagnostic';
import { paint } from './terminal';

/** A line for each: `file:line:column: error MLP5005: what is wrong; how to mend it`. @internal */
export function diagnosticText(diagnostics: readonly Diagnostic[], color: boolean): string {
  return diagnostics
    .map(({ file, line, column, severity, code, message, fix }) => {
      const place = [file, line, column].filter((part) => part !== undefined).join(':');
      const word = paint(severity, severity === 'error' ? 'red' : 'yellow', color);
      return `${paint(place, 'bold', color)}: ${word} ${code}: ${message}; ${fix}\n`;
    })
    .join('');
}
