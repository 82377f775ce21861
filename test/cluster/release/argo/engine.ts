import type { KubeObject } from '../../api/json';
import { api } from '../../cluster';
import type { Container } from '../../container';
import { runs } from '../../kubelet/outcome';
import type { Scenario } from '../../kubelet/scenario';
import { run, type Workflow } from '../../run';
import { environments } from '../addresses';
import type { Changes, Engine, Progress } from '../engine';
import { ran } from './ran';

export const argo: Engine = {
  name: 'Argo',
  folder: 'gourmetgram',
  namespace: 'argo',
  asked: environments,
  killedCheckIs: 'an error',
  schedule: 'CronWorkflow',
  changed: (manifests, changes) =>
    manifests.map((object) => {
      if (!hasTemplates(object)) return object;
      const { templates = [], ...spec } = object.spec;
      return { ...object, spec: { ...spec, templates: templates.map((each) => changedTemplate(each, changes)) } };
    }),
  async start(manifests, { scenario, meanwhile, submit, ...options }) {
    const ended = await run(
      api,
      manifests.filter(({ metadata }) => metadata.name === submit),
      {
        ...options,
        submit,
        scenario: { ...everyProgram(manifests), ...scenario },
        meanwhile: async (workflow, path) => meanwhile?.(progress(workflow, path)),
      },
    );
    return {
      phase: ended.phase,
      ran: ran(ended),
      // `compare` does that for the same manifests, with what programs may leave.
      unforetold: () => [],
      log: [...ended.logs].map(([pod, text]) => `--- ${pod}\n${text}`).join('\n'),
    };
  },
};

function progress({ status: { nodes = {}, message = '', phase } = {} }: Workflow, path: string): Progress {
  return {
    began: (step) =>
      Object.values(nodes).some(
        ({ templateName, phase, type }) => templateName === step && type === 'Pod' && phase !== 'Pending',
      ),
    waits: phase === 'Pending' ? message : '',
    // As `argo stop` and `argo terminate` do.
    stop: async (how) => {
      await api.patch(path, { spec: { shutdown: how === 'gracefully' ? 'Stop' : 'Terminate' } });
    },
  };
}

/** Programs run, unless a scenario says what becomes of them. */
function everyProgram(manifests: readonly KubeObject[]): Scenario {
  const templates = manifests.filter(hasTemplates).flatMap(({ spec }) => spec.templates ?? []);
  const withPods = templates.filter(({ container }) => container !== undefined);
  return Object.fromEntries(withPods.map(({ name }) => [name, runs]));
}

interface Template {
  readonly name: string;
  readonly timeout?: string;
  readonly container?: Container;
  readonly initContainers?: readonly Container[];
}

function changedTemplate(template: Template, { container: change = (each) => each, timeouts = {} }: Changes): Template {
  const { name, container, initContainers } = template;
  const timeout = timeouts[name];
  return {
    ...template,
    ...(timeout === undefined ? {} : { timeout }),
    ...(container === undefined ? {} : { container: change(container, name) }),
    ...(initContainers === undefined ? {} : { initContainers: initContainers.map((each) => change(each, name)) }),
  };
}

function hasTemplates(
  object: KubeObject,
): object is KubeObject & { readonly spec: { readonly templates?: readonly Template[] } } {
  return object.kind === 'WorkflowTemplate';
}
