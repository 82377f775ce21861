import { ApiObject, Duration } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { graphOf } from '../../core/builder/add-step';
import { checkProps } from '../../core/check-props';
import { show } from '../../core/check-value';
import { PipelineError } from '../../core/error';
import { checkName } from '../../core/names';
import { programTask } from '../../core/program-task';
import { startArguments } from '../../core/start-arguments';
import type { TaskGraph } from '../../core/task';
import { type Unit, unitGraph } from '../../core/unit';
import { programText } from '../../programs/bundle';
import { emitAccounts, managed } from '../kubernetes/account';
import { checkNameLength } from '../kubernetes/check-name-length';
import { lowerContainer } from '../kubernetes/container';
import { emitFiles } from '../kubernetes/files';
import { podSecurity } from '../kubernetes/pod-security';
import { podVolumes } from '../kubernetes/pod-volumes';
import { type RunTemplate, runManifest, runTemplates } from './run-manifest';
import { checkTarget, type TektonTarget } from './target';

/** @public */
export interface CronPipelineRunProps<I> {
  readonly engine: TektonTarget;
  /** What is started, in its namespace: a `Pipeline`, or a construct that emitted one. */
  readonly pipeline: Unit<I, unknown>;
  /** When: five fields, and whose clock. */
  readonly schedule: { readonly cron: string; readonly timezone: string };
  /** What it is started with. @default - the defaults of its inputs */
  readonly inputs?: { readonly [K in keyof I]: I[K] } | undefined;
}

/**
 * Starts a pipeline on a schedule: Tekton has none, so a CronJob creates the run. One run at a time, and none that is more
 * than ten minutes late; a pod that is repeated creates no second run. Runs that ended a week ago are deleted, since Tekton
 * keeps every run for ever.
 *
 * @throws PipelineError MLP2002 for a name over 52 characters; MLP1102 where an input without default is not given.
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
 * @example
 * ```ts
 * const pipeline = new Pipeline(chart, 'release', { pipeline: release, engine: tekton('1.15') });
 * new CronPipelineRun(chart, 'nightly', {
 *   engine: tekton('1.15'), pipeline, schedule: Schedule.cron('0 2 * * *', { timezone: 'Etc/UTC' }),
 * });
 * ```
 * @public
 */
export class CronPipelineRun<I> extends Construct {
  /** The emitted CronJob, for JSON patches. */
  readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: CronPipelineRunProps<I>) {
    super(scope, id);
    const at = this.node.path;
    checkProps(props, ['engine', 'pipeline', 'schedule', 'inputs'], `CronPipelineRun '${id}'`, at);
    const { engine, pipeline, schedule, inputs = {} } = props;
    checkTarget(engine, `CronPipelineRun '${id}'`, at);
    const name = checkName(id, 'a CronPipelineRun', at);
    const run = templateOf(pipeline, at);
    const { namespace } = run;
    const start = startRunTask(engine);
    const params = startArguments(run, inputs, at);
    // The Pipeline may have the schedule's name, and has an account and a run of its own.
    const starter = `${name}-start`;
    this.apiObject = new ApiObject(this, 'Resource', {
      ...k8s.KubeCronJob.manifest({ metadata: { name, namespace, labels: managed } }),
      spec: {
        schedule: schedule.cron,
        timeZone: schedule.timezone,
        concurrencyPolicy: 'Forbid',
        startingDeadlineSeconds: 600,
        successfulJobsHistoryLimit: 3,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          spec: {
            activeDeadlineSeconds: 600,
            backoffLimit: 2,
            ttlSecondsAfterFinished: 604_800,
            template: { metadata: { labels: managed }, spec: podSpec(start, starter, engine) },
          },
        },
      },
    });
    checkNameLength(this.apiObject, 52, 'its Jobs are named after it with eleven characters more');
    emitAccounts(this, starter, namespace, [start]);
    emitFiles(this, namespace, [start]);
    const template = k8s.KubeConfigMap.manifest({
      metadata: { name: starter, namespace, labels: managed },
      data: { 'run.json': runManifest(run, params) },
    });
    new ApiObject(this, 'run', template);
  }
}

function templateOf(pipeline: Unit<never, unknown>, at: string): RunTemplate {
  const graph = graphOf(pipeline, at);
  const run = graph.kind === 'reference' ? runTemplates.get(graph) : undefined;
  if (run !== undefined) return run;
  throw new PipelineError({
    code: 'MLP1109',
    message: `${show(pipeline)} can't be started by a CronPipelineRun`,
    expected: "a Pipeline of 'cdk8s-mlops/tekton', or a construct for Tekton",
    at,
  });
}

/** A program that looks whether a run is going on and creates one if not. */
function startRunTask({ programImage }: TektonTarget): TaskGraph {
  const task = programTask(
    'start-run',
    { name: 'start-run', text: programText('start-run') },
    {
      image: programImage,
      access: [
        { apiGroup: 'tekton.dev', resources: ['pipelineruns'], verbs: ['create', 'list'] },
        {
          apiGroup: 'tekton.dev',
          resources: ['pipelineruns'],
          verbs: ['delete'],
          anyName: 'deletes runs of its pipeline that ended a week ago; each has the name of its start',
        },
      ],
      timeout: Duration.minutes(10),
    },
  );
  return task[unitGraph] as TaskGraph;
}

function podSpec(task: TaskGraph, starter: string, { platform }: TektonTarget): object {
  const volumes = podVolumes([task], []);
  const words = { text: String, runName: () => starter };
  const { volumeMounts = [], ...container } = lowerContainer(task, false, true, words, volumes);
  return {
    serviceAccountName: starter,
    restartPolicy: 'Never',
    securityContext: podSecurity(task.identity, platform),
    containers: [
      {
        name: 'start-run',
        ...container,
        // The Job's name is that of the start: who repeats it finds the run there.
        env: [
          {
            name: 'RUN_NAME',
            valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-name']" } },
          },
        ],
        volumeMounts: [...volumeMounts, { name: 'run', mountPath: '/run', readOnly: true }],
      },
    ],
    volumes: [...volumes.all(), { name: 'run', configMap: { name: starter } }],
  };
}
