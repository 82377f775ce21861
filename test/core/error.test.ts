import { describe, expect, it } from 'vitest';
import { PipelineError } from '../../src/core/error';

const problem = { code: 'MLP1104', message: "output 'acuracy' is read of step 'train'" } as const;

describe('a PipelineError', () => {
  it('says code, problem, what was expected, how to mend it and where, each on a line', () => {
    const error = new PipelineError({
      ...problem,
      at: 'release/train',
      expected: 'accuracy',
      fix: 'correct it',
      actual: 5,
    });
    expect(error.message.split('\n')).toEqual([
      "MLP1104: output 'acuracy' is read of step 'train'",
      '  expected: accuracy',
      '  fix: correct it',
      '  at release/train',
    ]);
    expect(error).toMatchObject({ name: 'PipelineError', code: 'MLP1104', at: 'release/train', actual: 5 });
    expect(error.stack).toContain('PipelineError: MLP1104');
  });

  it('leaves out what is not known', () => {
    expect(new PipelineError(problem).message).toBe("MLP1104: output 'acuracy' is read of step 'train'");
  });

  it('is known as one, also if another copy of this package threw it', () => {
    const foreign = Object.defineProperty(new Error('x'), Symbol.for('cdk8s-mlops.PipelineError'), { value: true });
    expect(PipelineError.is(new PipelineError(problem))).toBe(true);
    expect(PipelineError.is(foreign)).toBe(true);
    for (const value of [undefined, null, 'MLP1104', new Error('MLP1104'), { ...problem }]) {
      expect(PipelineError.is(value)).toBe(false);
    }
  });
});
