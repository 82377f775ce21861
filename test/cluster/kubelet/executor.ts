import type { ApiClient } from '../api/client';
import { listPath } from '../api/paths';
import { asAccount } from './account';
import type { Pod, Template, TemplateOutput } from './pod';
import type { Exit } from './pod-status';

/**
 * Does in place of argoexec's `wait` container what it does after the main container: reads the output files, fills in
 * defaults, reports to the controller with the pod's own account, and fails at a file that is missing.
 */
export async function reportOutputs(
  admin: ApiClient,
  pod: Pod,
  template: Template,
  files: Readonly<Record<string, string>>,
): Promise<Exit> {
  const { parameters, missing } = readParameters(template.outputs?.parameters ?? [], files);
  const artifacts = (template.outputs?.artifacts ?? []).map(({ name, path }) => ({
    name,
    ...(path === undefined ? {} : { path }),
    s3: { key: `${pod.metadata.name}/${name}.tgz` },
  }));
  const outputs = {
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(artifacts.length === 0 ? {} : { artifacts }),
  };
  const { namespace = '', annotations = {}, labels = {} } = pod.metadata;
  const id = annotations['workflows.argoproj.io/node-id'] ?? '';
  const workflow = labels['workflows.argoproj.io/workflow'] ?? '';
  const completed = 'workflows.argoproj.io/report-outputs-completed';
  const list = listPath('argoproj.io/v1alpha1', 'WorkflowTaskResult', namespace);
  try {
    const account = await asAccount(admin, namespace, pod.spec.serviceAccountName ?? 'default');
    await account.create(list, {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'WorkflowTaskResult',
      metadata: { name: id, labels: { 'workflows.argoproj.io/workflow': workflow, [completed]: 'false' } },
    });
    await account.patch(`${list}/${id}`, { metadata: { labels: { [completed]: 'true' } }, outputs });
  } catch (problem) {
    return { exitCode: 1, message: problem instanceof Error ? problem.message : String(problem) };
  }
  return missing === undefined
    ? { exitCode: 0 }
    : { exitCode: 1, message: `open /mainctrfs${missing}: no such file or directory` };
}

/** As argoexec: in order, one newline at the end cut off, and nothing after the first that is missing. */
function readParameters(declared: readonly TemplateOutput[], files: Readonly<Record<string, string>>) {
  const parameters: TemplateOutput[] = [];
  let missing: string | undefined;
  for (const parameter of declared) {
    const path = parameter.valueFrom?.path;
    const content = files[parameter.name] ?? parameter.valueFrom?.default;
    if (path !== undefined && content === undefined) missing ??= path;
    const read = path !== undefined && missing === undefined && content !== undefined;
    parameters.push(read ? { ...parameter, value: content.replace(/\n$/, '') } : parameter);
  }
  return { parameters, missing };
}
