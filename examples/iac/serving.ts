import type { Chart } from 'cdk8s';
import {
  Application,
  BaseImage,
  Check,
  Deploy,
  type EngineTarget,
  Environment,
  GitOps,
  ImageBuild,
  PromoteOrRevert,
  Promotion,
  StagingTestGate,
  secretKey,
  VersionProof,
  Workload,
} from 'cdk8s-mlops';
import { answersByContract, showsItsMetrics, tellsWhatIsTrained } from './contracts';
import type { PlatformModel } from './models';
import { api, engineImage, imagesOf, namespace, port, urlOf } from './platform';
import { registryOf } from './registries';

/** What brings a registered version into service. */
export interface Serving {
  readonly environment: Environment;
  readonly build: ImageBuild;
  readonly gate: StagingTestGate;
  readonly decision: PromoteOrRevert;
}

/** The only environment of a model. Its version is a value in Git, which Argo CD follows. */
function environmentOf({ name, engine, limits }: PlatformModel): Environment {
  return Environment.of('production', {
    application: name,
    namespace,
    url: urlOf(name),
    // The version is a file of the image, and every worker reads it: none can be behind.
    proof: VersionProof.http({ path: `${api}/models/status`, field: `models.${engine.status}.version` }),
    workload: Workload.deployment(name, { limits }),
    gitOps: GitOps.argocd({ application: 'aiops' }),
    deploy: Deploy.git({
      repository: 'https://github.com/acme/aiops-deployments.git',
      format: { kustomize: imagesOf(name).name },
      credentials: { password: secretKey('aiops-deployments-git', 'token') },
    }),
  });
}

/**
 * The engine with one model in it, in a Deployment of its own: a version comes with new pods, all of whose workers load the
 * same file, and a model that is taken back takes no other with it.
 */
export function serve(chart: Chart, engine: EngineTarget, model: PlatformModel): Serving {
  const { name, file } = model;
  const environment = environmentOf(model);
  const registry = registryOf(name);
  const images = imagesOf(name);
  const probe = { path: '/health' };
  new Application(chart, name, {
    environment,
    probes: { readiness: probe, liveness: probe },
    // What the image starts: `uvicorn app_v3:app --host 0.0.0.0 --port 8100`.
    env: { WEB_CONCURRENCY: '4', PROMETHEUS_MULTIPROC_DIR: '/tmp' },
    port,
    requests: { cpu: '250m', memory: '1Gi' },
  });
  const build = new ImageBuild(chart, `build-${name}`, {
    engine,
    registry,
    images,
    base: BaseImage.at(engineImage.repository, engineImage.digest),
    files: { [file.artifact]: file.path },
    versionFile: file.path.replace(/[^/]+$/, 'VERSION'),
    environment,
  });
  // A first version has nothing to go back to: until one has passed, it is held for somebody to look at.
  const promotion = Promotion.within(environment, {
    registry,
    images,
    onError: 'revert',
    onInconclusive: 'revert',
    noBaseline: 'hold',
  });
  const gate = new StagingTestGate(chart, `test-${name}`, {
    engine,
    promotion,
    checks: [tellsWhatIsTrained(model), answersByContract(model), showsItsMetrics, Check.pods()],
  });
  const decision = new PromoteOrRevert(chart, `approve-${name}`, { engine, promotion });
  return { environment, build, gate, decision };
}
