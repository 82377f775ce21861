import { Deploy, Environment, fmt, GitOps, secretKey, VersionProof, Workload } from 'cdk8s-mlops';

/** Which version runs where is one value in Git, written by the release program only; Argo CD follows it. */
const deploy = Deploy.git({
  repository: 'https://github.com/gourmetgram/gourmetgram-deployments.git',
  format: { helmValues: 'image.reference' },
  credentials: { password: secretKey('deployments-git', 'token') },
});

/** The same application three times; `/version` answers with what the build wrote into `versions.txt`. */
const place = (name: string, port: number): Environment =>
  Environment.of(name, {
    application: 'gourmetgram',
    namespace: `gourmetgram-${name}`,
    url: `http://gourmetgram-app.gourmetgram-${name}.svc.cluster.local:${port}`,
    proof: VersionProof.http({ path: '/version' }),
    version: (modelVersion) => fmt`1.0.${modelVersion}`,
    workload: Workload.deployment('gourmetgram-app', { limits: { cpu: '500m', memory: '256Mi' } }),
    gitOps: GitOps.argocd({ application: `gourmetgram-${name}` }),
    deploy,
  });

export const staging = place('staging', 8082);
export const canary = place('canary', 8081);
export const production = place('production', 8080);
