import type { ApiClient } from './api/client';
import type { Workflow } from './run';

/** What a person does at a suspended node: sets output parameters, then resumes, as `argo node set` and `resume` do. */
export interface Answer {
  readonly set?: Readonly<Record<string, string>>;
  readonly resume?: boolean;
}

export async function answerApprovals(
  api: ApiClient,
  path: string,
  workflow: Workflow,
  answers: Readonly<Record<string, Answer>>,
): Promise<void> {
  for (const node of Object.values(workflow.status?.nodes ?? {})) {
    const answer = answers[node.displayName];
    if (answer === undefined || node.type !== 'Suspend' || node.phase !== 'Running') continue;
    const parameters = (node.outputs?.parameters ?? []).map((parameter) => {
      const value = answer.set?.[parameter.name];
      if (value === undefined) return parameter;
      return { name: parameter.name, value };
    });
    const change = {
      ...(answer.set === undefined ? {} : { outputs: { parameters } }),
      ...(answer.resume === false
        ? {}
        : { phase: 'Succeeded', finishedAt: new Date().toISOString().replace(/\.\d+Z$/, 'Z') }),
    };
    await api.patch(path, { status: { nodes: { [node.id]: change } } });
  }
}
