import type { CronWorkflowSpec, WorkflowSpec } from '../../schemas/argo/types';
import { isMap } from '../../yaml/is-map';
import type { ManifestValue } from '../../yaml/manifest';
import type { YamlPath } from '../../yaml/read';
import { asGoReads } from '../as-go-reads';
import { type LintDocument, nameOf, namespaceOf } from '../document';
import type { Issue } from '../structure/issue';
import { embeddedIn } from './embedded';

/** What has a specification of a workflow. @internal */
export interface ArgoObject {
  readonly document: LintDocument;
  readonly kind: 'Workflow' | 'WorkflowTemplate' | 'ClusterWorkflowTemplate' | 'CronWorkflow';
  readonly name: string;
  readonly namespace: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly spec: WorkflowSpec;
  /** Way to `spec` in the document. */
  readonly at: YamlPath;
  /** Way to the object, where it is a part of another one (the trigger of a Sensor). */
  readonly base: YamlPath;
  /** What stands around the specification of a CronWorkflow. */
  readonly cron?: CronWorkflowSpec;
}

const kinds: ReadonlySet<string> = new Set(['Workflow', 'WorkflowTemplate', 'ClusterWorkflowTemplate', 'CronWorkflow']);

/**
 * The workflows of a document: itself, or what a Sensor starts.
 *
 * @param issues where it does not fit its schema; none of them a type
 * @internal
 */
export function argoObjects(document: LintDocument, issues: readonly Issue[]): readonly ArgoObject[] {
  const { apiVersion, kind } = document.value;
  if (apiVersion !== 'argoproj.io/v1alpha1' || !(kinds.has(kind) || kind === 'Sensor')) return [];
  const value = asGoReads(document.value, issues) as ManifestValue;
  const all = [{ value, at: [] }, ...embeddedIn(value)].filter((each) => isWorkflow(each.value));
  return all.flatMap((each) => objectIn(document, each.value, each.at));
}

/** Of another version no types are known. */
function isWorkflow({ apiVersion, kind }: ManifestValue): boolean {
  return apiVersion === 'argoproj.io/v1alpha1' && kinds.has(kind);
}

function objectIn(document: LintDocument, value: ManifestValue, base: YamlPath): readonly ArgoObject[] {
  const spec = value.spec;
  if (!isMap(spec)) return [];
  const kind = value.kind as ArgoObject['kind'];
  const shared = { document, kind, name: nameOf(value), namespace: namespaceOf(value), base };
  const metadata = isMap(value.metadata) ? value.metadata : {};
  if (kind !== 'CronWorkflow')
    return [{ ...shared, metadata, spec: spec as unknown as WorkflowSpec, at: [...base, 'spec'] }];
  const cron = spec as unknown as CronWorkflowSpec;
  return [{ ...shared, metadata, cron, spec: cron.workflowSpec ?? {}, at: [...base, 'spec', 'workflowSpec'] }];
}
