import { Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { FileCollector, type FileCollectorProps, Schedule } from '../../src/index';
import { emittedBy } from '../engines/argo/emitted';
import { engine } from './nouns';

const emitted = (props: Partial<FileCollectorProps> = {}) =>
  emittedBy((chart) => new FileCollector(chart, 'collect-files', { engine, ...props }));

describe('a collector of files', () => {
  it('runs every night, and keeps what is younger than a day', () => {
    const { one, template } = emitted();
    expect(one('CronWorkflow').spec).toMatchObject({
      schedules: ['30 3 * * *'],
      timezone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      workflowSpec: { workflowTemplateRef: { name: 'collect-files' } },
    });
    expect(template('delete-unused').container?.env).toEqual([{ name: 'MIN_AGE_HOURS', value: '24' }]);
  });

  it('runs when it is told to', () => {
    const schedule = Schedule.cron('0 5 * * 1', { timezone: 'Europe/Berlin' });
    const { one, template } = emitted({ schedule, minAge: Duration.minutes(90) });
    expect(one('CronWorkflow').spec).toMatchObject({ schedules: ['0 5 * * 1'], timezone: 'Europe/Berlin' });
    expect(template('delete-unused').container?.env).toEqual([{ name: 'MIN_AGE_HOURS', value: '1.5' }]);
  });

  it('says on its Role why it may delete any ConfigMap', () => {
    const role = emitted().one('Role');
    expect(role.rules).toContainEqual({ apiGroups: [''], resources: ['configmaps'], verbs: ['delete'] });
    expect(role.metadata.annotations).toEqual({
      'cdk8s-mlops/any-name': expect.stringMatching(/hash of their content$/),
    });
  });
});
