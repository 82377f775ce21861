import { describe, expect, it } from 'vitest';
import { sourcesOf } from '../../scripts/conformance/program.mjs';

describe('a program of conformance/', () => {
  it('is built anew when its code, what it imports or their versions change', () => {
    expect(sourcesOf('judge')).toEqual(
      expect.arrayContaining(['go.mod', 'go.sum', 'cmd/judge/main.go', 'internal/verdict/verdict.go']),
    );
    expect(sourcesOf('kserve')).toEqual(expect.arrayContaining(['kserve/go.mod', 'kserve/go.sum', 'kserve/main.go']));
  });

  it('is not built anew for another program or module', () => {
    const foreign = (name: string, own: RegExp) => sourcesOf(name).filter((file) => !own.test(file));
    expect(foreign('judge', /^(?:go\.|internal\/|cmd\/judge\/)/)).toEqual([]);
    expect(foreign('expressions', /^(?:go\.|internal\/|cmd\/expressions\/)/)).toEqual([]);
    expect(foreign('kserve', /^kserve\//)).toEqual([]);
    expect(foreign('events', /^events\//)).toEqual([]);
  });
});
