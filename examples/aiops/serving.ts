import {
  Check,
  Deploy,
  type EngineTarget,
  Environment,
  GitOps,
  InferenceService,
  PromoteOrRevert,
  Promotion,
  type Ref,
  type Scope,
  StagingTestGate,
  secretKey,
  VersionProof,
  Workload,
} from 'cdk8s-mlops';
import { kserve } from 'cdk8s-mlops/kserve';
import type { DeployedModel } from './models';
import type { Platform } from './platform';

export interface ServingSize {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly cpu: string; readonly memory: string };
}

/** What brings a published version into service. */
export interface Serving {
  readonly environment: Environment;
  readonly gate: StagingTestGate;
  readonly decision: PromoteOrRevert;
}

/** The only environment of a model: an InferenceService behind a Service whose address stays. Its version is a value in Git. */
function environmentOf(name: string, { limits }: ServingSize, { git, namespace }: Platform): Environment {
  return Environment.of('production', {
    application: name,
    namespace,
    url: `http://${name}-stable.${namespace}.svc.cluster.local:8080`,
    proof: VersionProof.pods({ model: true }),
    workload: Workload.inferenceService(name, { limits }),
    gitOps: GitOps.argocd({ application: 'self-healing-platform', namespace: 'openshift-gitops' }),
    deploy: Deploy.git({
      repository: `${git.url}.git`,
      format: { inferenceService: name },
      credentials: { password: secretKey('aiops-platform-git', 'token') },
    }),
  });
}

/**
 * What serves a model, and what replaces its version in place: the new one is asked by the contract and its pods are looked at,
 * then it is the good one, or the one before it comes back. Each model has a record of its own, so none waits for another.
 */
export function serve(
  platform: Platform,
  engine: EngineTarget,
  { contract, pods }: Pick<DeployedModel, 'contract' | 'pods'>,
): Serving {
  const { chart, models: claim } = platform;
  const { name } = contract;
  const environment = environmentOf(name, pods, platform);
  new InferenceService(chart, `serve-${name}`, {
    engine: kserve('0.20', { platform: 'openshift' }),
    environment,
    model: { format: 'sklearn', protocol: 'v1' },
    models: claim.address(name),
    requests: pods.requests,
  });
  // A first version has nothing to go back to: until one has passed, it is held for somebody to look at.
  const promotion = Promotion.within(environment, { onError: 'revert', onInconclusive: 'revert', noBaseline: 'hold' });
  const gate = new StagingTestGate(chart, `test-${name}`, {
    engine,
    promotion,
    checks: [contract.check(), Check.pods()],
  });
  const decision = new PromoteOrRevert(chart, `approve-${name}`, { engine, promotion });
  return { environment, gate, decision };
}

/** Puts a published version into service, or takes it back: the last stages of a run, which ends green only if it is in. */
export function released(
  p: Scope,
  { gate, decision }: Serving,
  { modelVersion, digest, runId, artifactUri: uri }: Published,
): void {
  const tested = p.step(gate, { modelVersion, digest, runId, uri });
  p.step(decision, { modelVersion }, { after: [tested] });
}

type Published = { readonly [K in 'modelVersion' | 'digest' | 'runId' | 'artifactUri']: Ref<string> };
