import { chmodSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart, Helm, Include, JsonPatch, Lazy, Names } from 'cdk8s';
import { ConfigMap, Cpu, Deployment, EnvValue, Ingress, IngressBackend, Secret } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GitOpsApp } from '../../src/app';
import { chartFile } from '../../src/app/file-layout';
import { documentsIn, manifestsIn, object, read, temporaryFolder } from './output';

/** What both apps make of the same definition: the documents of each chart, or that they refuse it. */
function bothWays(define: (app: App) => void): { ours: unknown; stock: unknown } {
  const stock = new App({ outdir: temporaryFolder() });
  const ours = new GitOpsApp({ outdir: temporaryFolder(), lint: { off: 'the objects are made up' } });
  for (const app of [stock, ours]) define(app);
  return { ours: outcome(() => ourOutput(ours)), stock: outcome(() => stockOutput(stock)) };
}

function outcome(run: () => unknown): unknown {
  try {
    return run();
  } catch {
    return 'refused';
  }
}

function stockOutput(app: App): unknown {
  app.synth();
  const files = readdirSync(app.outdir);
  return perChart(app, (chart) => {
    const name = `${Names.toDnsLabel(chart)}.k8s.yaml`;
    const file = files.find((candidate) => candidate.replace(/^\d{4}-/, '') === name) ?? name;
    // An empty chart leaves an empty file, which is a document without content.
    return documentsIn(read(app.outdir, file), '1.1').filter((document) => document !== null);
  });
}

function ourOutput(app: App): unknown {
  app.synth();
  const files = manifestsIn(app.outdir);
  return perChart(app, (chart) => {
    const file = chartFile(chart);
    return files.includes(file) ? documentsIn(read(app.outdir, file)) : [];
  });
}

function perChart(app: App, documents: (chart: Chart) => unknown[]): unknown {
  const charts = app.node.findAll().filter((construct) => Chart.isChart(construct));
  return Object.fromEntries(charts.map((chart) => [chart.node.path, documents(chart)]));
}

/** Fields as people write them: texts that stock cdk8s writes correctly. */
const { field } = fc.letrec((tie) => ({
  field: fc.oneof(
    {
      depthSize: 'small',
      weight: 1,
      arbitrary: fc.constantFrom('a', 'b c', '012', 'yes', 'x: y', 'l1\nl2\n', '{{x}}', ''),
    },
    fc.integer(),
    fc.boolean(),
    fc.constantFrom(null, undefined, 0.5),
    fc.array(tie('field'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('name', 'spec', 'z', 'a', 'on'), tie('field'), { noNullPrototype: true }),
  ),
}));

const node = fc.record({
  kind: fc.constantFrom('chart', 'construct', 'object', 'object', 'object'),
  parent: fc.nat(),
  spec: fc.dictionary(fc.constantFrom('spec', 'data', 'type'), field, { noNullPrototype: true }),
  lazy: fc.option(field),
  patch: fc.option(fc.constantFrom('/metadata/labels', '/patched', '/metadata/annotations')),
  metadata: fc.record(
    {
      namespace: fc.constant('own'),
      labels: fc.constant({ a: 'b' }),
      annotations: fc.constant({ 'x/y': '1' }),
      finalizers: fc.constant<string[]>([]),
    },
    { requiredKeys: [] },
  ),
});
const tree = fc.record({
  nodes: fc.array(node, { minLength: 1, maxLength: 14 }),
  dependencies: fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 6 }),
});

type Tree = typeof tree extends fc.Arbitrary<infer T> ? T : never;

function define(app: App, { nodes, dependencies }: Tree): void {
  const chart = new Chart(app, 'chart', { namespace: 'ns', labels: { team: 'ml' } });
  const scopes: Construct[] = [chart];
  const all: Construct[] = [chart];
  nodes.forEach(({ kind, parent, spec, lazy, patch, metadata }, i) => {
    const scope = scopes[parent % scopes.length] ?? chart;
    const id = `n${i}`;
    if (kind === 'chart') scopes.push(new Chart(scope, id));
    else if (kind === 'construct') scopes.push(new Construct(scope, id));
    else {
      const lazyField = lazy === null ? {} : { lazy: { deep: [Lazy.any({ produce: () => lazy })] } };
      const made = new ApiObject(
        scope,
        id,
        object({ apiVersion: 'x.io/v1', kind: 'X', metadata, ...spec, ...lazyField }),
      );
      if (patch !== null) made.addJsonPatch(JsonPatch.add(patch, { patched: 'yes' }));
      all.push(made);
      return;
    }
    all.push(scopes.at(-1) ?? chart);
  });
  for (const [from, to] of dependencies) {
    const [source, target] = [all[from % all.length], all[to % all.length]];
    // Stock cdk8s silently drops what depends on itself.
    if (target !== undefined && source !== target) source?.node.addDependency(target);
  }
}

describe('GitOpsApp writes what stock cdk8s would', () => {
  it('for any tree of charts, constructs, objects and dependencies, in the same order', () => {
    let refused = 0;
    let written = 0;
    fc.assert(
      fc.property(tree, (sample) => {
        const { ours, stock } = bothWays((app) => define(app, sample));
        expect(ours).toEqual(stock);
        if (stock === 'refused') refused++;
        else written++;
      }),
      { numRuns: 300 },
    );
    expect(Math.min(refused, written)).toBeGreaterThan(10);
  });

  it('for cdk8s-plus', () => {
    const { ours, stock } = bothWays((app) => {
      const chart = new Chart(app, 'plus', { namespace: 'ns' });
      const deployment = new Deployment(chart, 'web', { replicas: 2 });
      const secret = new Secret(chart, 'secret', { stringData: { token: 'x' } });
      deployment.addContainer({
        image: 'ghcr.io/acme/web:1.2.3',
        portNumber: 8080,
        resources: { cpu: { limit: Cpu.millis(500) } },
        envVariables: { TOKEN: EnvValue.fromSecretValue({ secret, key: 'token' }), ON: EnvValue.fromValue('yes') },
      });
      const ingress = new Ingress(chart, 'ingress');
      ingress.addRule(
        '/',
        IngressBackend.fromService(deployment.exposeViaService({ ports: [{ port: 80, targetPort: 8080 }] })),
      );
      new ConfigMap(chart, 'files').addFile(__filename);
    });
    expect(ours).toEqual(stock);
    expect(ours).not.toBe('refused');
  });

  it('for Include and Helm', () => {
    const folder = temporaryFolder();
    const manifest = join(folder, 'manifest.yaml');
    writeFileSync(
      manifest,
      'kind: ConfigMap\napiVersion: v1\nmetadata:\n  name: included\n  namespace: kept\ndata:\n  mode: 0755\n  on: "yes"\n---\n---\nkind: Secret\napiVersion: v1\nmetadata: {name: s}\nstringData: {a: "1"}\n',
    );
    // Helm itself is not needed for what its construct does with the text.
    const helm = join(folder, 'helm');
    writeFileSync(helm, `#!/bin/sh\ncat '${manifest}'\n`);
    chmodSync(helm, 0o755);
    const { ours, stock } = bothWays((app) => {
      new Include(new Chart(app, 'include', { namespace: 'ns' }), 'i', { url: manifest });
      new Helm(new Chart(app, 'helm'), 'h', { chart: 'some/chart', helmExecutable: helm });
    });
    expect(ours).toEqual(stock);
    expect(ours).not.toBe('refused');
  });

  it('with resolvers of the user', () => {
    const resolver = {
      resolve: (context: { value: unknown; replaceValue(value: unknown): void }) => {
        if (context.value === 'replace me') context.replaceValue(['replaced']);
      },
    };
    const definition = (app: App): void => {
      new ApiObject(
        new Chart(app, 'c'),
        'o',
        object({ apiVersion: 'v1', kind: 'X', spec: { a: 'replace me', b: { value: 1 } } }),
      );
    };
    const stock = new App({ outdir: temporaryFolder(), resolvers: [resolver] });
    const ours = new GitOpsApp({
      outdir: temporaryFolder(),
      resolvers: [resolver],
      lint: { off: 'the objects are made up' },
    });
    for (const app of [stock, ours]) definition(app);
    expect(ourOutput(ours)).toEqual(stockOutput(stock));
    expect(ours.synthYaml()).toContain('- replaced');
  });

  it('and refuses what stock refuses', () => {
    const { ours, stock } = bothWays((app) => {
      new ApiObject(new Chart(app, 'c'), 'o', object({ apiVersion: 'v1', kind: 'X', spec: { a: new Map() } }));
    });
    expect([ours, stock]).toEqual(['refused', 'refused']);
  });
});
