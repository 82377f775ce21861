import type { CronWorkflow, TemplateRef, Workflow, WorkflowSpec } from '../../schemas/argo/types';
import type { Finding } from '../finding';
import type { KubeDocument } from './manifests';
import { type Owner, planOwner } from './owner';

/** A WorkflowTemplate or ClusterWorkflowTemplate. @internal */
export interface TemplateObject {
  readonly owner: Owner;
  readonly spec: WorkflowSpec;
  readonly document: KubeDocument;
}

/** The objects of the manifests that the simulator looks at. @internal */
export interface Library {
  readonly templates: ReadonlyMap<string, TemplateObject>;
  readonly workflows: readonly { readonly object: Workflow; readonly document: KubeDocument }[];
  readonly crons: readonly { readonly object: CronWorkflow; readonly document: KubeDocument }[];
  /** Data of ConfigMaps by namespace and name. */
  readonly configMaps: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** @internal */
export function readLibrary(documents: readonly KubeDocument[]): { library: Library; findings: readonly Finding[] } {
  const templates = new Map<string, TemplateObject>();
  const workflows: { object: Workflow; document: KubeDocument }[] = [];
  const crons: { object: CronWorkflow; document: KubeDocument }[] = [];
  const configMaps = new Map<string, Readonly<Record<string, string>>>();
  const findings: Finding[] = [];
  for (const document of documents) {
    const { kind, name, namespace, value } = document;
    const spec = value.spec as WorkflowSpec | undefined;
    if (kind === 'ConfigMap') {
      configMaps.set(`${namespace}/${name}`, (value.data ?? {}) as Record<string, string>);
      continue;
    }
    if (!['WorkflowTemplate', 'ClusterWorkflowTemplate', 'Workflow', 'CronWorkflow'].includes(kind)) continue;
    if (typeof spec !== 'object' || spec === null) {
      findings.push(document.finding('error', [], `${kind} '${name}' has no spec`));
      continue;
    }
    if (kind === 'Workflow') workflows.push({ object: value as unknown as Workflow, document });
    else if (kind === 'CronWorkflow') crons.push({ object: value as unknown as CronWorkflow, document });
    else {
      const cluster = kind === 'ClusterWorkflowTemplate';
      const owner = planOwner(cluster ? 'cluster' : 'namespaced', name, spec.templates ?? []);
      const key = templateKey(name, namespace, cluster);
      if (templates.has(key))
        findings.push(document.finding('error', ['metadata', 'name'], `there are two of ${kind} '${name}'`));
      templates.set(key, { owner, spec, document });
    }
  }
  return { library: { templates, workflows, crons, configMaps }, findings };
}

/** @internal */
export function templateKey(name: string, namespace: string, cluster: boolean): string {
  return cluster ? `cluster/${name}` : `namespaced/${namespace}/${name}`;
}

/** The object that a templateRef names, in Argo's words where there is none. @internal */
export function findOwner(library: Library, namespace: string, ref: TemplateRef): Owner | string {
  const found = library.templates.get(templateKey(ref.name ?? '', namespace, ref.clusterScope === true));
  return found?.owner ?? `workflow template ${ref.name} not found`;
}
