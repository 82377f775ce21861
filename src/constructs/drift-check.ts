import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkProps } from '../core/check-props';
import type { Access } from '../core/container/access';
import { PipelineError } from '../core/error';
import { oneOf } from '../core/parameter/one-of';
import { text } from '../core/parameter/text';
import { pipeline } from '../core/pipeline';
import { programTask, programTimeout } from '../core/program-task';
import { checkEngine, type EngineTarget } from '../engines/kubernetes/engine';
import { programText } from '../programs/bundle';
import { outcomes } from '../programs/check-drift/outcomes';
import { emitSchedule } from './emit-schedule';
import type { Environment } from './environment';
import type { MlflowRegistry } from './mlflow-registry';
import { Schedule } from './schedule';
import { workloadText } from './workload';
import { patchAccess } from './workload-access';

/** @public */
export interface DriftCheckProps {
  readonly engine: EngineTarget;
  readonly environment: Environment;
  /** Whose alias is compared. @default - no alias is */
  readonly registry?: MlflowRegistry | undefined;
  /** What the alias follows: what is deployed, or what was approved, as where a promotion goes to. @default 'deployed' */
  readonly aliasFollows?: 'deployed' | 'good' | undefined;
  /** @default - once an hour */
  readonly schedule?: Schedule | undefined;
}

const deadline = 300;

/**
 * Compares from time to time what the release record of an environment says with Git, with what runs, and with the
 * alias of the registry; a run that finds a difference ends red and names it.
 *
 * It changes nothing. While a release is under way, and where nothing was released yet, it ends green.
 *
 * @throws PipelineError MLP3020 where there is nothing to compare the record with; MLP2002 for a name over 52 characters.
 * @example
 * ```ts
 * new DriftCheck(chart, 'drift-staging', { engine: argo('4.0'), environment: staging });
 * ```
 * @public
 */
export class DriftCheck extends Construct {
  /** The emitted CronWorkflow, or the CronJob on Tekton, for JSON patches. */
  readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: DriftCheckProps) {
    super(scope, id);
    const at = this.node.path;
    checkProps(props, ['engine', 'environment', 'registry', 'aliasFollows', 'schedule'], `DriftCheck '${id}'`, at);
    checkEngine(props.engine, `'${id}'`, at);
    const { engine, environment, registry, aliasFollows = 'deployed' } = props;
    const { schedule = Schedule.cron('17 * * * *', { timezone: 'Etc/UTC' }) } = props;
    const { workload, deploy, namespace, application } = environment;
    const git = deploy?.reader?.(environment);
    if (workload === undefined && git === undefined && registry === undefined) {
      throw new PipelineError({
        code: 'MLP3020',
        message: `'${id}' has nothing to compare the release record of '${environment.name}' with`,
        fix: 'give the environment a workload or deploy: Deploy.git(…), or the check a registry',
        at,
      });
    }
    const record = `release-${application}-${environment.name}`;
    const access: readonly Access[] = [
      { apiGroup: '', resources: ['configmaps'], verbs: ['get'], names: [record] },
      ...(workload === undefined ? [] : [{ ...patchAccess(workload, namespace), verbs: ['get'] }]),
    ];
    const compare = programTask(
      'compare',
      { name: 'check-drift', text: programText('check-drift') },
      {
        image: engine.programImage,
        outputs: { outcome: oneOf(outcomes), reason: text({ pattern: /[\s\S]*/, default: '' }) },
        env: {
          RECORD: record,
          DEADLINE_SECONDS: String(deadline),
          ...(workload === undefined ? {} : { NAMESPACE: namespace, WORKLOAD: workloadText(workload) }),
          ...git?.env,
          ...(registry === undefined ? {} : { ...registry.env, ALIAS: environment.alias, ALIAS_FOLLOWS: aliasFollows }),
        },
        ...(git?.mounts === undefined ? {} : { mounts: git.mounts }),
        access,
        timeout: programTimeout(deadline),
      },
    );
    const run = pipeline(id, {}, (p) => void p.step(compare));
    ({ apiObject: this.apiObject } = emitSchedule(this, 'DriftCheck', {
      engine,
      run,
      schedule,
      description: `Compares what the release record of ${environment.name} says with what runs. Red: they differ. Changes nothing.`,
    }));
  }
}
