import { ImageRepository } from 'cdk8s-mlops';

export const namespace = 'aiops';

/** What the seed's programs have as their default; in the cluster it is a Service of the same namespace. */
export const mlflow = 'http://mlflow-v3:5000';

/** Every training is a run of this experiment. */
export const experiment = 'aiops-models';

const insecure = { reason: 'the registry of the cluster has no TLS; a network policy guards it' };

/** The registry of the cluster: the engine, and the image of each model on top of it. */
export const imagesOf = (name: string): ImageRepository =>
  ImageRepository.at(`registry.kube-system.svc.cluster.local:5000/${name}`, { insecure });

/** The code of the engine, without a model: `uvicorn app_v3:app`, 4 workers, port 8100. */
export const engineImage = {
  repository: imagesOf('aiops-engine'),
  digest: 'sha256:5d1e0f7a93c2b46887fd0e1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e',
};

export const port = 8100;
export const api = '/api/v3/aiops';
export const urlOf = (service: string): string => `http://${service}.${namespace}.svc.cluster.local:${port}`;
