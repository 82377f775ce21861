import { Environment, fmt, VersionProof } from 'cdk8s-mlops';

/** The same application three times; `/version` answers with what the build wrote into `versions.txt`. */
const place = (name: string, port: number): Environment =>
  Environment.of(name, {
    application: 'gourmetgram',
    namespace: `gourmetgram-${name}`,
    url: `http://gourmetgram-app.gourmetgram-${name}.svc.cluster.local:${port}`,
    proof: VersionProof.http({ path: '/version' }),
    version: (modelVersion) => fmt`1.0.${modelVersion}`,
  });

export const staging = place('staging', 8082);
export const canary = place('canary', 8081);
export const production = place('production', 8080);
