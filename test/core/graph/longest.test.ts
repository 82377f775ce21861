import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { deadlineSeconds } from '../../../src/core/graph/longest';
import { sharedVolumes } from '../../../src/core/graph/shared-volumes';
import { tasksOf } from '../../../src/core/graph/tasks-of';
import type { PipelineGraph } from '../../../src/core/graph/unit-graph';
import { unitGraph } from '../../../src/core/unit';
import { Image, pipeline, task, Volume } from '../../../src/index';
import { problemOf } from '../problem';

const image = Image.tagged('ghcr.io/acme/train:1.4.2');
const graphOf = (name: string, size: string, deadline?: Duration): PipelineGraph => {
  const a = task('a', {
    image,
    command: ['a'],
    timeout: Duration.minutes(30),
    mounts: { '/x': Volume.shared('x', { size }) },
  });
  const b = task('b', { image, command: ['b'], mounts: { '/x': Volume.shared('x', { size: '1Gi' }) } });
  const it = pipeline(
    name,
    {},
    (p) => {
      p.step(a);
      p.step(b);
    },
    { deadline },
  );
  return it[unitGraph] as PipelineGraph;
};

describe('what an engine reads from a graph', () => {
  it('is how long a run may take, which a deadline must cover', () => {
    expect(deadlineSeconds(graphOf('it', '1Gi'))).toBe(3600 + 60 + 600);
    expect(problemOf(() => deadlineSeconds(graphOf('it', '1Gi', Duration.minutes(30))))).toMatchObject({
      code: 'MLP1304',
    });
  });

  it('is which volumes a run shares, each of one size', () => {
    expect(sharedVolumes(tasksOf(graphOf('it', '1Gi')), 'chart/it')).toHaveLength(1);
    const differing = problemOf(() => sharedVolumes(tasksOf(graphOf('it', '2Gi')), 'chart/it'));
    expect(differing).toMatchObject({ code: 'MLP2005', at: 'chart/it' });
  });
});
