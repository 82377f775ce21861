import type { Finding } from '../../lint/finding';

/**
 * Annotations of GitHub Actions.
 *
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 * @internal
 */
export function githubAnnotations(findings: readonly Finding[]): string {
  return findings
    .map(({ severity, file, line, column, code, message, fix }) => {
      const place = { file, line: String(line), col: String(column), title: code };
      const properties = Object.entries(place).map(([name, value]) => `${name}=${property(value)}`);
      return `::${severity} ${properties.join(',')}::${data(`${message}; ${fix}`)}\n`;
    })
    .join('');
}

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
