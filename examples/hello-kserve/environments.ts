import { Deploy, Environment, GitOps, secretKey, VersionProof, Workload } from 'cdk8s-mlops';
import { contract } from './contract';

/** The patch for the InferenceService in Git: which version is served is this one value. */
const deploy = Deploy.git({
  repository: 'https://git.example.com/acme/deployments.git',
  format: { inferenceService: contract.name },
  credentials: { password: secretKey('deployments-git', 'token') },
});

const place = (name: string): Environment =>
  Environment.of(name, {
    application: contract.name,
    namespace: `models-${name}`,
    url: `http://${contract.name}-stable.models-${name}.svc.cluster.local:8080`,
    proof: VersionProof.pods({ model: true }),
    workload: Workload.inferenceService(contract.name, { limits: { cpu: '4', memory: '8Gi' } }),
    gitOps: GitOps.argocd({ application: `models-${name}` }),
    deploy,
  });

export const staging: Environment = place('staging');
export const production: Environment = place('production');
