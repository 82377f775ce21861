import { describe, expect, it } from 'vitest';
import { tektonGaps } from '../../src/core/portability';
import { NotPortableError, PipelineError } from '../../src/index';

describe('something that an engine can not do', () => {
  it.each(Object.entries(tektonGaps))('%s is told with its place and what comes nearest', (_, gap) => {
    const error = new NotPortableError('Tekton', gap, "task 'train'", 'chart/it');
    expect(PipelineError.is(error)).toBe(true);
    expect(error).toMatchObject({ name: 'NotPortableError', code: 'MLP2101', engine: 'Tekton', at: 'chart/it' });
    expect(error.feature).toBe(gap.feature);
    expect(error.message).toMatch(/^MLP2101: task 'train' needs .*, which Tekton does not have$/m);
    expect(error.message).not.toContain('`');
    expect(error.fix).not.toBe('');
  });
});
