import { type ApiObject, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { GitOpsApp } from '../../src/app';
import { chartOf, configMap, documentsIn, manifestsIn, read, temporaryFolder } from './output';

/** Where stock cdk8s needs time that grows faster than the tree: none of these would end there within the time limit. */
describe('synth takes time in proportion to the tree', () => {
  it('for objects that depend on each other in layers', () => {
    const app = new GitOpsApp({ outdir: temporaryFolder() });
    const chart = new Chart(app, 'c');
    let below: ApiObject[] = [];
    for (let layer = 0; layer < 60; layer++) {
      const here = Array.from({ length: 6 }, (_, i) => configMap(chart, `l${layer}-${i}`));
      for (const object of here) object.addDependency(...below);
      below = here;
    }
    const names = documentsIn(app.synthYaml()).map(
      (manifest) => (manifest as { metadata: { name: string } }).metadata.name,
    );
    const layers = names.map((name) => Number(name.slice(1, name.indexOf('-'))));
    expect(layers).toEqual(layers.toSorted((a, b) => a - b));
    expect(layers).toHaveLength(360);
  });

  it('for a chain of dependencies longer than the stack is deep', () => {
    const app = new GitOpsApp({ outdir: temporaryFolder() });
    const chart = new Chart(app, 'c');
    let next = configMap(chart, 'o0');
    for (let i = 1; i < 20_000; i++) {
      const object = configMap(chart, `o${i}`);
      next.addDependency(object);
      next = object;
    }
    const text = app.synthYaml();
    expect(text.indexOf('name: o19999\n')).toBeLessThan(text.indexOf('name: o0\n'));
  });

  it('for big charts that depend on each other', () => {
    const app = new GitOpsApp({ outdir: temporaryFolder() });
    const names = Array.from({ length: 500 }, (_, i) => `o${i}`);
    const charts = Array.from({ length: 20 }, (_, i) => chartOf(app, `c${i}`, names));
    charts.forEach((chart, i) => {
      for (const other of charts.slice(0, i)) chart.addDependency(other);
    });
    app.synth();
    expect(app.charts).toEqual(charts);
    expect(read(app.outdir, 'c19.yaml').match(/^---$/gm)).toHaveLength(499);
  });

  it('for thousands of charts, each validated once', () => {
    const app = new GitOpsApp({ outdir: temporaryFolder() });
    let validations = 0;
    for (let i = 0; i < 3000; i++) {
      const chart = chartOf(app, `c${i}`, ['o']);
      chart.node.addValidation({
        validate: () => {
          validations++;
          return [];
        },
      });
    }
    app.synth();
    expect(manifestsIn(app.outdir)).toHaveLength(3000);
    expect(validations).toBe(3000);
  });
});
