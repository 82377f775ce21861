import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { pack } from './pack';
import { runIn, stockProject, Unreachable } from './stock-project';

/** What every use of the package below has to yield. */
const expected = ['kind: WorkflowTemplate', 'kind: CronWorkflow', '--epochs={{inputs.parameters.epochs}}', '0 2 * * *'];

function expectOutput(text: string): void {
  for (const part of expected) expect(text).toContain(part);
}

const minutes = 60_000;

describe('a project of cdk8s init typescript-app', () => {
  let project: string | undefined;

  beforeAll(() => {
    const tarball = pack();
    try {
      project = stockProject(tarball.file);
    } catch (error) {
      if (!(error instanceof Unreachable) || process.env.CI === 'true') throw error;
      console.warn(`the package is not tried in a stock project, because npm cannot install one:\n${error.message}`);
    } finally {
      rmSync(tarball.folder, { recursive: true });
    }
  }, 10 * minutes);

  const inProject = (behaviour: string, use: (project: string) => void): void =>
    it(behaviour, { timeout: 2 * minutes }, () => (project === undefined ? undefined : use(project)));

  inProject('compiles against our types with its own compiler and settings', (folder) => {
    expect(runIn(folder, 'npx', 'tsc', '--version')).toContain('Version 5.9.');
    runIn(folder, 'npm', 'run', 'compile');
  });

  inProject('writes our manifests with cdk8s synth under ts-node', (folder) => {
    runIn(folder, 'npm', 'run', 'synth');
    expectOutput(
      readdirSync(join(folder, 'dist'))
        .map((name) => readFileSync(join(folder, 'dist', name), 'utf8'))
        .join('\n'),
    );
  });

  inProject('tests our constructs with jest', (folder) => {
    runIn(folder, 'npm', 'run', 'test', '--', '-u');
    expectOutput(readFileSync(join(folder, '__snapshots__', 'main.test.ts.snap'), 'utf8').replaceAll('"', ''));
  });

  inProject('uses the package from a .cjs file', (folder) => expectOutput(runIn(folder, 'node', 'use.cjs')));

  inProject('uses the package from a .mjs file by named imports', (folder) =>
    expectOutput(runIn(folder, 'node', 'use.mjs')),
  );

  inProject('sees the same values under the same names from import and require, at every entry', (folder) => {
    const differences: Readonly<Record<string, readonly string[]>> = JSON.parse(runIn(folder, 'node', 'identity.mjs'));
    expect(differences).toMatchObject({ 'cdk8s-mlops': [], 'cdk8s-mlops/argo': [] });
    expect(Object.values(differences).flat()).toEqual([]);
  });
});
