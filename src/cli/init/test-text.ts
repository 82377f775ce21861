import { yaml as indented } from '../../lint/example';

/** `release.test.ts` of a new project. @internal */
export const testText = indented`
  import { Chart } from 'cdk8s';
  import { GitOpsApp } from 'cdk8s-mlops';
  import { lint } from 'cdk8s-mlops/lint';
  import { fails, simulate, succeeds, writesNothing } from 'cdk8s-mlops/testing';
  import { describe, expect, it } from 'vitest';
  import 'cdk8s-mlops/testing/vitest';
  import { Release } from './release';

  const app = new GitOpsApp();
  new Release(new Chart(app, 'release', { namespace: 'mlops' }), 'release');
  const manifests = [{ file: 'release.yaml', text: app.synthYaml() }];

  describe('the release', () => {
    it('publishes what passes', () => {
      const run = simulate(manifests, { smoke: succeeds({ verdict: 'pass' }) });
      expect(run).toHaveRun('publish');
      expect(run).toEndAs('Succeeded');
    });

    it.each([
      ['fails', succeeds({ verdict: 'fail' })],
      ['breaks', fails(1)],
      ['says nothing', writesNothing],
    ])('publishes nothing where the test %s', (_, smoke) => {
      // What a held run ends with says why, and exits 1.
      const run = simulate(manifests, { smoke, 'end-red': fails(1) });
      expect(run).not.toHaveRun('publish');
      expect(run).toHaveRun('end-red');
      expect(run).toEndAs('Failed');
    });

    it('has manifests that nothing is wrong with', () => {
      expect(lint(manifests)).toEqual([]);
    });
  });
`;
