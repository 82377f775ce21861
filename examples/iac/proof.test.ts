import { App, Chart } from 'cdk8s';
import { argo, Image, task, text, WorkflowTemplate } from 'cdk8s-mlops';
import { describe, expect, it } from 'vitest';
import { explore } from '../../src/testing/index';
import { ofEach } from './models';
import { namespace } from './platform';
import type { RegistrationPolicy } from './register';
import { retraining, retrainingInPods } from './retraining';
import { under } from './written';

// A run that trains releases three applications, each with all that can happen to a release. So each is proved alone, and the
// training with releases that only succeed or fail.
describe('a training that serves what it trained', { timeout: 300_000 }, () => {
  it('is proved, each release for itself, whatever becomes of its steps', () => {
    const found = explore(under('perModel') as never, { submit: 'release-failure-predictor' });
    expect(found.violations).toEqual([]);
    expect(found.undecided).toEqual([]);
    expect(found.proved).toHaveLength(8);
  });

  it('is not judged as a whole: three releases are more than one can say of a run', () => {
    const found = explore(under('perModel') as never, { submit: 'retrain' });
    expect(found.plays).toBe(0);
    expect(found.proved).toEqual([]);
    expect(found.undecided[0]?.why).toBe(
      "it releases 'failure-predictor' and 'threat-detector': prove what releases one of them alone",
    );
  });

  const policies: readonly RegistrationPolicy[] = ['perModel', 'allOrNothing'];
  it.each(policies.flatMap((policy) => [['retrain', policy] as const, ['retrain-in-pods', policy] as const]))(
    '%s ends red unless all is well, and ends in time, where models are registered %s',
    (submit, policy) => {
      const found = explore(trainingAlone(policy) as never, {
        submit,
        properties: ['failure-ends-red', 'nothing-stuck', 'ends-in-time'],
      });
      expect(found.violations).toEqual([]);
      expect(found.undecided).toEqual([]);
      expect(found.proved).toHaveLength(3);
    },
  );
});

/** The same training, with releases of one step each. */
function trainingAlone(policy: RegistrationPolicy): readonly object[] {
  const chart = new Chart(new App(), 'chart', { namespace });
  const engine = argo('4.0');
  const releases = ofEach(({ name }) =>
    task(`release-${name}`, {
      image: Image.tagged('example.com/release:1.0.0'),
      inputs: { modelVersion: text(), runId: text() },
      command: ['release'],
      env: ({ inputs }) => ({ MODEL_VERSION: inputs.modelVersion, RUN_ID: inputs.runId }),
    }),
  );
  const roles = ofEach(({ name }) => [`release-${name}`, 'deploys'] as const);
  const known = JSON.stringify({ 'register-models': 'gate', ...Object.fromEntries(Object.values(roles)) });
  for (const retrain of [retraining, retrainingInPods]) {
    const unit = retrain({ releases, policy });
    const { apiObject } = new WorkflowTemplate(chart, unit.name, { engine, pipeline: unit });
    apiObject.metadata.addAnnotation('cdk8s-mlops/role', known);
  }
  return chart.toJson();
}
