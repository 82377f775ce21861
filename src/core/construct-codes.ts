/**
 * The errors about constructs, but for those of events and of several models.
 *
 * @internal
 */
export const constructCodes = {
  MLP3001: {
    title: 'training that does not say what it made',
    fix: 'declare the output runId: text() and give a registry, or modelVersion: text() where training registers the model',
  },
  MLP3002: { title: 'a version that can not be asked for', fix: "use VersionProof.http({ path: '/version' })" },
  MLP3003: {
    title: 'a name that MLflow refuses',
    fix: 'use another name; latest and v<number> are reserved as aliases',
  },
  MLP3004: { title: 'a sample that can not be sent', fix: 'pass a file up to 900 KB of a known type, or a JSON value' },
  MLP3005: { title: 'an evaluation without a verdict', fix: 'declare the output verdict: verdict()' },
  MLP3006: { title: 'a check that can not be made', fix: 'say the path, what is sent and what must come back' },
  MLP3007: {
    title: 'a gate that checks nothing, or one thing under two names',
    fix: 'give it checks of different names',
  },
  MLP3008: {
    title: 'a notification whose address is no secret',
    fix: 'put the address into a Secret and name its key: secretKey(…)',
  },
  MLP3009: {
    title: 'an evaluation that can not judge',
    fix: 'say which tests or numbers judge the model, and how much of them is enough',
  },
  MLP3020: {
    title: 'an environment that does not say what it is asked for',
    fix: 'give it the workload, and gitOps where a controller follows Git',
  },
  MLP3021: { title: 'a way to deploy that can not work', fix: 'use Deploy.git where a controller follows Git' },
  MLP3022: {
    title: 'a promotion that can not work',
    fix: 'give both environments workload and deploy, one application, and say what happens without a pass',
  },
  MLP3030: {
    title: 'an image repository that can not be used',
    fix: 'name registry and repository, one kind of credentials, and a reason if there is no TLS',
  },
  MLP3031: {
    title: 'an image that can not be built',
    fix: 'say the repository, the namespace of the builder, and which files of the model go where',
  },
  MLP3040: {
    title: 'an application that can not be emitted',
    fix: 'give its environment a Deployment with a limit of memory, and the url of a Service',
  },
  MLP3041: {
    title: 'a route that can not be emitted',
    fix: 'name a Gateway, and environments with weights from 0 to 1000000, not all of them 0',
  },
  MLP3050: {
    title: 'data for training that can not be had',
    fix: 'say where Prometheus is, what is asked, and how far training looks back: 24, 168 or 720 hours',
  },
  MLP3051: {
    title: 'a notebook that can not be run',
    fix: 'say path, repository and image of the notebook, and which version of the operator is installed',
  },
  MLP3052: {
    title: 'a model that can not be published to a claim',
    fix: 'use a claim that several nodes can mount, and a file that is not below the versions',
  },
  MLP3053: {
    title: 'models that can not be looked after',
    fix: 'name each model once, with the pipeline that trains it or the environment that serves it',
  },
} as const;
