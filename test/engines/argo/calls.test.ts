import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { argo, pipeline, task, text, Volume, WorkflowTemplate } from '../../../src/index';
import { emittedBy } from './emitted';
import { image, modelVersion, notify, publish, train } from './units';

const engine = argo('4.0');

const deliver = pipeline('deliver', { modelVersion, note: text({ default: 'none' }) }, (p, { modelVersion, note }) => {
  const { outputs } = p.step(publish, { modelVersion });
  p.step(notify, { message: note });
  return { digest: outputs.digest };
});

describe('a call of another WorkflowTemplate', () => {
  const { node, spec } = emittedBy((chart) => {
    const delivery = new WorkflowTemplate(chart, 'deliver', { pipeline: deliver, engine });
    const whole = pipeline('whole', {}, (p) => {
      const trained = p.step(train);
      const delivered = p.step(delivery, { modelVersion: trained.outputs.modelVersion });
      p.step(notify, { message: delivered.outputs.digest });
    });
    new WorkflowTemplate(chart, 'whole', { pipeline: whole, engine });
  });

  it('is a templateRef to its body, past the check of a run of its own', () => {
    expect(node('whole', 'deliver', 'whole')).toMatchObject({
      templateRef: { name: 'deliver', template: 'deliver' },
      depends: 'train.Succeeded',
    });
    expect(spec('deliver').entrypoint).toBe('main');
  });

  it('names its arguments as the called template does, those with defaults left out', () => {
    const given = node('whole', 'deliver', 'whole').arguments?.parameters?.map(({ name }) => name);
    const taken = spec('deliver').templates?.find(({ name }) => name === 'deliver')?.inputs?.parameters;
    expect(given).toEqual(['model-version']);
    expect(taken).toEqual([{ name: 'model-version' }, { name: 'note', default: 'none' }]);
  });

  it('runs its pods with the account of the object that they belong to', () => {
    const accounts = (of: string) =>
      spec(of).templates?.flatMap(({ container, serviceAccountName }) =>
        container === undefined ? [] : [serviceAccountName],
      );
    expect(new Set(accounts('deliver'))).toEqual(new Set(['deliver']));
    expect(new Set(accounts('whole'))).toEqual(new Set(['whole']));
  });
});

describe('what a templateRef does not bring', () => {
  const data = Volume.shared('data', { size: '10Gi', storageClass: 'fast', accessMode: 'ReadWriteMany' });
  const make = task('make', {
    image,
    command: ['m'],
    mounts: { '/data': data },
    imagePullSecrets: ['registry', 'a-registry'],
  });
  const read = task('read', {
    image,
    command: ['r'],
    sidecars: [{ name: 'side', image, command: ['s'], mounts: { '/d': data } }],
  });

  it('its caller has: pull secrets and the volumes of the run', () => {
    const { spec } = emittedBy((chart) => {
      const inner = new WorkflowTemplate(chart, 'inner', {
        pipeline: pipeline('inner', {}, (p) => void p.step(make)),
        engine,
      });
      const middle = new WorkflowTemplate(chart, 'middle', {
        pipeline: pipeline('middle', {}, (p) => void p.step(inner)),
        engine,
      });
      new WorkflowTemplate(chart, 'outer', {
        pipeline: pipeline('outer', {}, (p) => {
          p.step(middle);
          p.step(read);
        }),
        engine,
      });
    });
    for (const name of ['inner', 'middle', 'outer']) {
      expect(spec(name)).toMatchObject({
        imagePullSecrets: [{ name: 'a-registry' }, { name: 'registry' }],
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: {
              accessModes: ['ReadWriteMany'],
              storageClassName: 'fast',
              resources: { requests: { storage: '10Gi' } },
            },
          },
        ],
        volumeClaimGC: { strategy: 'OnWorkflowCompletion' },
      });
    }
  });

  it('is no volume of the template, only a mount', () => {
    const { template } = emittedBy(
      (chart) => new WorkflowTemplate(chart, 'it', { pipeline: pipeline('it', {}, (p) => void p.step(make)), engine }),
    );
    expect(template('make').volumes?.map(({ name }) => name)).toEqual(['tmp']);
    expect(template('make').container?.volumeMounts).toContainEqual({ name: 'data', mountPath: '/data' });
  });

  it('must not contradict what the caller has', () => {
    const other = task('other', { image, command: ['o'], mounts: { '/data': Volume.shared('data', { size: '1Gi' }) } });
    const both = pipeline('both', {}, (p) => {
      p.step(make);
      p.step(other);
    });
    expect(() => emittedBy((chart) => new WorkflowTemplate(chart, 'both', { pipeline: both, engine }))).toThrow(
      /MLP2005: two shared volumes are called 'data'/,
    );
  });
});

describe('a call across', () => {
  it('charts is one all the same', () => {
    const app = new App();
    const a = new Chart(app, 'a', { namespace: 'mlops' });
    const b = new Chart(app, 'b', { namespace: 'mlops' });
    const delivery = new WorkflowTemplate(a, 'deliver', { pipeline: deliver, engine });
    const whole = pipeline('whole', {}, (p) => void p.step(delivery, { modelVersion: '1' }));
    expect(
      new WorkflowTemplate(b, 'whole', { pipeline: whole, engine }).apiObject.toJson().spec.templates[0].dag.tasks[0],
    ).toEqual({
      name: 'deliver',
      templateRef: { name: 'deliver', template: 'deliver' },
      arguments: { parameters: [{ name: 'model-version', value: '1' }] },
    });
  });

  it('namespaces is refused, since Argo looks in the namespace of the run', () => {
    const app = new App();
    const a = new Chart(app, 'a', { namespace: 'mlops' });
    const b = new Chart(app, 'b', { namespace: 'other' });
    const delivery = new WorkflowTemplate(a, 'deliver', { pipeline: deliver, engine });
    const whole = pipeline('whole', {}, (p) => void p.step(delivery, { modelVersion: '1' }));
    expect(() => new WorkflowTemplate(b, 'whole', { pipeline: whole, engine })).toThrow(
      /MLP2006: 'deliver' is in namespace 'mlops', its caller in 'other'[\s\S]*at b\/whole/,
    );
  });
});
