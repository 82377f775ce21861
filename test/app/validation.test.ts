import { ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { GitOpsApp } from '../../src/app';
import { thrownBy } from '../yaml/thrown-by';
import { chartOf, configMap, filesIn, object, temporaryFolder } from './output';

describe('validation', () => {
  it('runs once for each construct', () => {
    const app = new GitOpsApp({ outdir: temporaryFolder() });
    const asked: string[] = [];
    for (const id of ['a', 'b', 'c']) {
      const chart = chartOf(app, id, ['x']);
      chart.node.addValidation({ validate: () => [`${asked.push(id)}`].slice(1) });
    }
    app.synth();
    expect(asked).toEqual(['a', 'b', 'c']);
  });

  it('reports all findings together, each with its construct, and writes nothing', () => {
    const outdir = temporaryFolder();
    const app = new GitOpsApp({ outdir });
    const chart = chartOf(app, 'c', ['x']);
    chart.node.addValidation({ validate: () => ['first', 'second'] });
    new Construct(chart, 'inner').node.addValidation({
      validate: () => {
        throw new Error('broken itself');
      },
    });
    const error = thrownBy(() => app.synth());
    expect(error).toMatchObject({ code: 'MLP4002' });
    expect(String(error)).toContain('\n  [c] first\n  [c] second\n  [c/inner] broken itself');
    expect(filesIn(outdir)).toEqual([]);
  });

  it('reports everything that cannot be written together, and leaves the last output as it was', () => {
    const outdir = temporaryFolder();
    const before = new GitOpsApp({ outdir });
    chartOf(before, 'c', ['x']);
    before.synth();
    const app = new GitOpsApp({ outdir });
    const chart = chartOf(app, 'c', ['x']);
    configMap(chart, 'nan', { a: Number.NaN });
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    configMap(chart, 'circle', circle);
    new ApiObject(chart, 'x-again', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } });
    new ApiObject(chart, 'lazy', object({ apiVersion: 'v1', kind: 'X', spec: { resolve: broken } }));
    const text = String(thrownBy(() => app.synth()));
    expect(text).toContain("[c/nan] MLP4001: 'data.a': NaN");
    expect(text).toContain("[c/circle] MLP4001: 'data.self");
    expect(text).toContain('[c/x-again] MLP4003');
    expect(text).toContain('[c/lazy] Failed serializing construct');
    expect(filesIn(outdir)).toEqual(['.gitops-app', 'REQUIRES.md', 'c.yaml']);
  });

  it('names the circle in which constructs depend on each other', () => {
    const app = new GitOpsApp({ outdir: temporaryFolder() });
    const [a, b, c] = ['a', 'b', 'c'].map((id) => new Chart(app, id));
    a?.addDependency(b as Chart);
    b?.addDependency(c as Chart);
    c?.addDependency(a as Chart);
    const error = thrownBy(() => app.synth());
    expect(error).toMatchObject({ code: 'MLP4009' });
    expect(String(error)).toContain("'a' → 'b' → 'c' → 'a'");
  });
});

function broken(): never {
  throw new Error('no value');
}
