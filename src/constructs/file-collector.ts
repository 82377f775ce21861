import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkProps } from '../core/check-props';
import { integer } from '../core/parameter/integer';
import { pipeline } from '../core/pipeline';
import { programTask } from '../core/program-task';
import { secondsOf, type TimeSpan } from '../core/time-span';
import { checkEngine, type EngineTarget } from '../engines/kubernetes/engine';
import { programText } from '../programs/bundle';
import { namers } from '../programs/collect-files/namers';
import { emitSchedule } from './emit-schedule';
import { Schedule } from './schedule';

/** @public */
export interface FileCollectorProps {
  readonly engine: EngineTarget;
  /** @default - daily at 03:30, Etc/UTC */
  readonly schedule?: Schedule | undefined;
  /** Younger ConfigMaps stay, used or not. @default 24 hours */
  readonly minAge?: TimeSpan | undefined;
}

/**
 * Deletes ConfigMaps of programs and files that nothing in the chart's namespace uses any more.
 *
 * They are named after their content, so each new version is one more, and GitOps controllers are told not to prune
 * them under a run. What any object of Argo or Tekton that starts pods names, also a run that ended, or a CronJob, a Job or a
 * pod, is kept, whichever engine the collector itself is for.
 *
 * Its account may delete any ConfigMap of the namespace, since the names are not known before; the program deletes only
 * immutable ones with this library's label and a hash as name. One is enough for a namespace.
 *
 * @throws PipelineError MLP1301 for an age below a second; MLP2002 for a name over 52 characters.
 * @example
 * ```ts
 * new FileCollector(chart, 'collect-files', { engine: argo('4.0') });
 * ```
 * @public
 */
export class FileCollector extends Construct {
  /** The emitted CronWorkflow, or the CronJob on Tekton, for JSON patches. */
  readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: FileCollectorProps) {
    super(scope, id);
    const at = this.node.path;
    checkProps(props, ['engine', 'schedule', 'minAge'], `FileCollector '${id}'`, at);
    checkEngine(props.engine, `'${id}'`, at);
    const { engine, schedule = Schedule.cron('30 3 * * *', { timezone: 'Etc/UTC' }) } = props;
    const hours = props.minAge === undefined ? 24 : secondsOf(props.minAge, `the age of '${id}'`, at) / 3600;
    const collect = programTask(
      'delete-unused',
      { name: 'collect-files', text: programText('collect-files') },
      {
        image: engine.programImage,
        outputs: { deleted: integer({ min: 0 }) },
        env: { MIN_AGE_HOURS: String(Number(hours.toFixed(6))) },
        access: [
          { apiGroup: '', resources: ['configmaps'], verbs: ['list'] },
          ...namers.map(({ apiVersion, resources }) => ({
            apiGroup: apiVersion.includes('/') ? apiVersion.replace(/\/.*/, '') : '',
            resources,
            verbs: ['list'],
          })),
          {
            apiGroup: '',
            resources: ['configmaps'],
            verbs: ['delete'],
            anyName: 'deletes ConfigMaps of programs that nothing uses; their names end in a hash of their content',
          },
        ],
        timeout: { toMilliseconds: () => 900_000 },
      },
    );
    const run = pipeline(id, {}, (p) => void p.step(collect));
    ({ apiObject: this.apiObject } = emitSchedule(this, 'FileCollector', {
      engine,
      run,
      schedule,
      description: 'Deletes ConfigMaps of programs that nothing uses any more.',
    }));
  }
}
