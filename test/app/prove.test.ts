import { Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { Pipeline, tekton } from '../../src/engines/tekton/index';
import { argo, GitOpsApp, pipeline, task, WorkflowTemplate } from '../../src/index';
import { type VerifyOptions, verify } from '../../src/simulate/index';
import { image } from '../engines/argo/units';
import { filesIn, temporaryFolder } from './output';

const publish = task('publish', { image, command: ['publish'] });
const judge = task('judge', { image, command: ['judge'] });
const release = pipeline('release', {}, (p) => {
  p.step(judge);
  // Beside it, not after it.
  p.step(publish);
});

const onArgo = (chart: Chart) => new WorkflowTemplate(chart, 'release', { pipeline: release, engine: argo('4.0') });
const onTekton = (chart: Chart) => new Pipeline(chart, 'release', { pipeline: release, engine: tekton('1.15') });

/** Writes the release, if what is said of its templates holds. */
function synth(
  roles: NonNullable<VerifyOptions['roles']>,
  emit: (chart: Chart) => unknown = onArgo,
): readonly string[] {
  const outdir = temporaryFolder();
  const app = new GitOpsApp({ outdir, verify: (manifests) => verify(manifests, { roles }) });
  emit(new Chart(app, 'it', { namespace: 'mlops' }));
  try {
    app.synth();
  } catch (error) {
    expect(filesIn(outdir)).toEqual([]);
    throw error;
  }
  return filesIn(outdir);
}

describe('an app that proves what it writes', () => {
  it('writes nothing where a property does not hold, and shows the smallest scenario', () => {
    expect(() => synth({ judge: 'gate', publish: 'promotes' })).toThrow(
      /MLP5206: something does not hold[\s\S]*✖ nothing is promoted before every gate passed[\s\S]*publish promotes, and judge did not pass before/,
    );
  });

  it('writes everything where all holds', () => {
    expect(synth({})).toContain('it.yaml');
    expect(synth({}, onTekton)).toContain('it.yaml');
  });

  it('proves pipelines of Tekton, too', () => {
    expect(() => synth({ judge: 'gate', publish: 'promotes' }, onTekton)).toThrow(
      /publish promotes, and release-judge did not pass before/,
    );
  });
});
