import { Duration } from 'cdk8s';
import { rolloutCheck } from '../../../src/constructs/rollout-check';
import { programTask } from '../../../src/core/program-task';
import {
  Check,
  Deploy,
  Environment,
  GitOps,
  pipeline,
  StagingTestGate,
  text,
  VersionProof,
  WorkflowTemplate,
  Workload,
} from '../../../src/index';
import { type ProgramName, programText } from '../../../src/programs/bundle';
import { engine, promotionFrom } from '../../constructs/nouns';
import { type Emitted, emittedBy } from '../../engines/argo/emitted';
import type { Application } from './application';

const identifier = text({ pattern: /[A-Za-z0-9._:/@+=,-]+/ });

/** The environment of an application, as a user would declare it. */
function environmentOf({ namespace }: Application, more: Partial<Parameters<typeof Environment.of>[1]>): Environment {
  return Environment.of('staging', {
    application: 'fraud',
    namespace,
    url: `http://fraud.${namespace}.svc.cluster.local:8080`,
    proof: VersionProof.http({ path: '/version' }),
    workload: Workload.deployment('fraud'),
    ...more,
  });
}

/** What is emitted for the steps of a release; each of them with an account of its own, named after the application. */
export function stepsOf(application: Application) {
  const { namespace } = application;
  const gitOps = GitOps.argocd({ application: 'fraud-staging', namespace: `argocd-${namespace}` });
  const checks = [Check.pods(), Check.http({ path: '/', expect: { status: 200 } })] as const;
  const deploying = (name: string, program: ProgramName, environment: Environment): Emitted =>
    emittedBy((chart) => {
      const { env = {}, access = [] } = environment.deploy?.settings(environment) ?? {};
      const { APPLICATION_NAMESPACE: argoCd, ...own } = env;
      const inputs = { deployed: identifier, token: text({ pattern: /[0-9]+/ }) };
      const deploy = programTask(
        'deploy-staging',
        { name: program, text: programText(program) },
        {
          inputs,
          env: ({ inputs: { deployed, token } }) => ({
            ...own,
            ...(argoCd === undefined ? {} : { NAMESPACE: argoCd }),
            DEPLOYED: deployed,
            TOKEN: token,
            DEADLINE_SECONDS: '120',
          }),
          access,
          timeout: Duration.minutes(10),
        },
      );
      const it = pipeline(`${name}-${namespace}`, inputs, (p, given) => void p.step(deploy, given));
      new WorkflowTemplate(chart, 'deploy', { pipeline: it, engine });
    });
  return {
    /** Template `check-pods`, and `check-pods-again`. */
    gate: emittedBy((chart) => {
      new StagingTestGate(chart, `gate-${namespace}`, {
        engine,
        promotion: promotionFrom(environmentOf(application, {})),
        checks: [...checks],
      });
    }),
    /** Template `wait-rollout`, of a gate that knows its commit. */
    rollout: emittedBy((chart) => {
      const it = pipeline(
        `rollout-${namespace}`,
        { modelVersion: identifier, commit: text({ pattern: /[0-9a-f]{40}/ }) },
        (p, inputs) => {
          const environment = environmentOf(application, { gitOps });
          const call = rolloutCheck({ environment, ...inputs, runId: '', programImage: undefined });
          const { outputs } = p.step(call.unit as never, call.inputs as never);
          return outputs;
        },
      );
      new WorkflowTemplate(chart, 'rollout', { pipeline: it, engine });
    }),
    /** Template `wait-rollout`, of a gate that knows the address of a model. */
    rolloutModel: emittedBy((chart) => {
      const it = pipeline(`served-${namespace}`, { modelVersion: identifier, deployed: identifier }, (p, inputs) => {
        const environment = environmentOf(application, {
          workload: Workload.inferenceService('fraud'),
          proof: VersionProof.pods({ model: true }),
        });
        const call = rolloutCheck({ environment, ...inputs, runId: '', programImage: undefined });
        const { outputs } = p.step(call.unit as never, call.inputs as never);
        return outputs;
      });
      new WorkflowTemplate(chart, 'served', { pipeline: it, engine });
    }),
    /** Template `deploy-staging`. */
    patch: deploying('patch', 'deploy-patch', environmentOf(application, { deploy: Deploy.patch() })),
    patchModel: deploying(
      'model',
      'deploy-patch',
      environmentOf(application, { deploy: Deploy.patch(), workload: Workload.inferenceService('fraud') }),
    ),
    param: deploying(
      'param',
      'deploy-argocd-param',
      environmentOf(application, { gitOps, deploy: Deploy.argocdParam({ kustomizeImage: 'ghcr.io/acme/fraud' }) }),
    ),
  };
}
