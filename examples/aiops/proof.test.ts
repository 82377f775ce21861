import { App, Chart } from 'cdk8s';
import { argo, WorkflowTemplate } from 'cdk8s-mlops';
import { describe, expect, it } from 'vitest';
import { explore } from '../../src/testing/index';
import { synthesized } from '../../test/synthesized';
import { models } from './models';
import { platformOf, settingsFrom } from './platform';
import { retraining } from './retraining';
import { serve } from './serving';

const onTekton = [...synthesized('aiops')]
  .filter(([file]) => file.endsWith('.yaml'))
  .map(([file, text]) => ({ file, text }));

function onArgo(): readonly object[] {
  const chart = new Chart(new App(), 'chart', { namespace: 'self-healing-platform' });
  const engine = argo('4.0');
  const platform = platformOf(chart, settingsFrom({}));
  for (const model of models) {
    const pipeline = retraining(model, platform, serve(platform, engine, model));
    new WorkflowTemplate(chart, `retrain-${model.contract.name}`, { engine, pipeline });
  }
  return chart.toJson();
}

const engines = [
  ['Tekton', onTekton],
  ['Argo', onArgo()],
] as const;

describe('a training that serves what it trained', { timeout: 300_000 }, () => {
  it.each(engines)('is proved on %s, whatever becomes of its steps', (_, manifests) => {
    const [model] = models;
    const found = explore(manifests as never, { submit: `retrain-${model?.contract.name}` });
    expect(found.violations).toEqual([]);
    expect(found.undecided).toEqual([]);
    expect(found.proved).toHaveLength(8);
  });
});
