import { describe, expect, it } from 'vitest';
import { sortedDiagnostics, yamlDiagnostic } from '../../src/core/diagnostic';

describe('what is wrong in a file as YAML', () => {
  it.each([
    ['syntax', 'MLP5005', 'error'],
    ['head', 'MLP5007', 'error'],
    ['duplicate-key', 'MLP5006', 'warning'],
  ] as const)('says where and what helps: %s', (kind, code, severity) => {
    const place = { line: 3, column: 1, message: 'a bad line' };
    expect(yamlDiagnostic({ kind, ...place }, 'a.yaml')).toEqual({
      code,
      severity,
      file: 'a.yaml',
      ...place,
      fix: expect.stringMatching(/^\S.{9,}$/),
    });
  });
});

describe('diagnostics', () => {
  it('are told by file, then place, then code', () => {
    const at = (file: string, line: number, kind: 'syntax' | 'duplicate-key' = 'syntax') =>
      yamlDiagnostic({ kind, line, column: 1, message: 'a bad line' }, file);
    const ordered = [at('a.yaml', 2), at('a.yaml', 10), at('b.yaml', 1), at('b.yaml', 1, 'duplicate-key')];
    expect(sortedDiagnostics(ordered.toReversed())).toEqual(ordered);
  });
});
