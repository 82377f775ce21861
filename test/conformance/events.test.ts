import { describe } from 'vitest';
import { events as good } from './good/events';
import { acceptsAndRejects, canJudge } from './judging';
import type { Mutation } from './mutation';

const own = ['Argo Events v1.9.11'];
const argo = ['Argo Workflows v4.0.7', 'Argo Workflows v3.7.18'];
const crds = ['Argo Workflows v4.0.7 CRDs', 'Argo Workflows v3.7.18 CRDs'];
const triggers = 'release.spec.triggers';
const workflow = 'spec.triggers[0].template.argoWorkflow.source.resource';
const job = 'spec.triggers[1].template.k8s.source.resource';

const mutations: readonly Mutation[] = [
  {
    what: 'a bus of two replicas',
    path: 'default.spec.jetstream.replicas',
    value: 2,
    judges: own,
    message: /1 replica or >= 3 replicas/,
  },
  {
    what: 'an endpoint that is missing',
    path: 'git.spec.webhook.push.endpoint',
    value: undefined,
    judges: own,
    message: /endpoint/,
  },
  {
    what: 'a misspelt field of an EventSource',
    path: 'git.spec.webhook.push.endpiont',
    value: '/push',
    judges: own,
    message: /unknown field "spec.webhook.push.endpiont"/,
  },
  {
    what: 'sources that restart in different ways in one EventSource',
    path: 'git.spec.calendar',
    value: { nightly: { schedule: '0 2 * * *' } },
    judges: own,
    message: /can not be put together/,
  },
  {
    what: 'two dependencies on one event when the bus is of STAN',
    path: 'default.spec',
    value: { nats: { native: { auth: 'token' } } },
    judges: own,
    message: /referenced for more than one dependency/,
  },
  {
    what: 'a sensor without dependencies',
    path: 'release.spec.dependencies',
    value: [],
    judges: own,
    message: /no event dependencies found/,
  },
  {
    what: 'an operation that Argo Workflows does not have',
    path: `${triggers}.0.template.argoWorkflow.operation`,
    value: 'sumbit',
    judges: own,
    message: /unknown operation type sumbit/,
  },
  {
    what: 'two triggers of one name',
    path: `${triggers}.1.template.name`,
    value: 'release',
    judges: own,
    message: /duplicate trigger name: release/,
  },
  {
    what: 'a misspelt field of a Sensor',
    path: `${triggers}.0.template.argoWorkflow.paramters`,
    value: [],
    judges: own,
    message: /unknown field "spec.triggers\[0\].template.argoWorkflow.paramters"/,
  },
  {
    what: 'a sensor whose container may gain privileges',
    path: 'release.spec.template.container.securityContext',
    value: { capabilities: { drop: ['ALL'] } },
    judges: ['Pod security'],
    message: /allowPrivilegeEscalation != false \(container "main"/,
  },
  {
    what: 'a listener that runs as root',
    path: 'git.spec.template.securityContext.runAsUser',
    value: 0,
    judges: ['Pod security'],
    message: /runAsUser=0/,
  },
  {
    what: 'a misspelt field of the workflow in a sensor',
    path: `${triggers}.0.template.argoWorkflow.source.resource.spec.entrypiont`,
    value: 'main',
    judges: [...argo, ...crds],
    message: /unknown field "spec.entrypiont"/,
    inside: workflow,
  },
  {
    what: 'a workflow in a sensor of a template that is not there',
    path: `${triggers}.0.template.argoWorkflow.source.resource.spec.workflowTemplateRef.name`,
    value: 'relaese',
    judges: argo,
    message: /no WorkflowTemplate "relaese"/,
    inside: workflow,
  },
  {
    what: 'a parameter that goes to a place that the workflow in a sensor does not have',
    path: `${triggers}.0.template.argoWorkflow.parameters.0.dest`,
    value: 'spec.arguments.parameters.0.vlaue',
    judges: [...argo, ...crds],
    message: /unknown field "spec.arguments.parameters\[0\].vlaue"/,
    inside: workflow,
  },
  {
    what: 'a job in a sensor that always restarts',
    path: `${triggers}.1.template.k8s.source.resource.spec.template.spec.restartPolicy`,
    value: 'Always',
    judges: ['Kubernetes'],
    message: /restartPolicy/,
    inside: job,
  },
  {
    what: 'a job in a sensor with a volume of the host',
    path: `${triggers}.1.template.k8s.source.resource.spec.template.spec.volumes`,
    value: [{ name: 'host', hostPath: { path: '/' } }],
    judges: ['Pod security'],
    message: /hostPath/,
    inside: job,
  },
];

describe.skipIf(!canJudge)('the judges of Argo Events', () => {
  acceptsAndRejects(
    good,
    {
      EventBus: [...own, 'Argo Events v1.9.11 CRDs'],
      EventSource: [...own, 'Argo Events v1.9.11 CRDs', 'Pod security'],
      Sensor: [...own, 'Argo Events v1.9.11 CRDs', 'Pod security'],
      Workflow: [...argo, ...crds, 'Pod security'],
      WorkflowTemplate: [...argo, ...crds, 'Pod security'],
      Job: ['Kubernetes', 'Pod security'],
    },
    mutations,
  );
});
