import { describe, expect, it } from 'vitest';
import { type Scenario, simulate, succeeds } from '../../../src/simulate/index';
import { corpusIsThere, examples } from './corpus';

if (!corpusIsThere) process.stderr.write('../shared/corpus is absent: published pipelines were not played\n');

/** Files that need more than themselves. */
const exceptions: Readonly<Record<string, string>> = {
  'pipelineruns/no-ci/git-resolver.yaml': 'CouldntGetPipeline',
  'pipelineruns/no-ci/hub-resolver.yaml': 'CouldntGetPipeline',
};

/** What programs write that others look into. */
const written: Readonly<Record<string, Scenario>> = {
  'pipelineruns/beta/pipeline-emitting-results.yaml': { task1: succeeds({ 'array-results': '["1","2","3"]' }) },
  'pipelineruns/beta/pipeline-with-when-expressions-using-array-results.yaml': {
    task1: succeeds({ 'array-results-1': '["debian","ubuntu","fedora"]' }),
  },
  'pipelineruns/beta/pipelinerun-with-matrix-and-results.yaml': {
    'get-browsers-and-url': succeeds({ browsers: '["chrome","safari","firefox"]' }),
  },
};

describe.skipIf(!corpusIsThere)('published pipelines and tasks whose project expects them to succeed', () => {
  it.for(examples().filter(({ file }) => exceptions[file] === undefined))('succeed: $file', ({ file, text }) => {
    const { phase, workflows, findings, undecided } = simulate([{ file, text }], written[file]);
    expect({ phase, findings: findings.filter(({ severity }) => severity === 'error'), undecided }).toEqual({
      phase: 'Succeeded',
      findings: [],
      undecided: [],
    });
    for (const { stuck, reason } of workflows)
      expect([stuck, reason]).toEqual([[], expect.stringMatching(/^(?:Succeeded|Completed)$/)]);
  });

  it.for(examples().filter(({ file }) => exceptions[file] !== undefined))(
    'say what they lack: $file',
    ({ file, text }) => {
      const [workflow] = simulate([{ file, text }]).workflows;
      expect(workflow).toMatchObject({ phase: 'Failed', reason: exceptions[file] });
    },
  );

  it('are all but a few', () => {
    const files = examples().map(({ file }) => file);
    expect(files).toEqual(expect.arrayContaining([...Object.keys(exceptions), ...Object.keys(written)]));
    expect(files.length).toBeGreaterThan(85);
  });
});
