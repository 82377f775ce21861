import { rolesOfProgram } from '../../explore/our-programs';
import type { Role } from '../../explore/role';
import { checkName, parsed, type Roles, readAnnotation, roleAnnotation } from '../../explore/roles';
import type { RunPlan } from '../plan/run-plan';
import { planSteps } from '../plan/step-plan';
import { planTask, type TaskPlan } from '../plan/task-plan';
import { asTemplate } from '../pod/step-leaf';

/** The roles of a task, by its name in the pipeline or by that of its Task. @internal */
export type TaskRoles = (task: string, plan: TaskPlan) => readonly Role[];

/**
 * The roles that Tasks, the Pipeline and the run declare in their annotations, and those of a configuration over them.
 *
 * @throws PipelineError MLP5203 for a role that there is not, MLP5204 for a task that there is not.
 * @internal
 */
export function taskRolesOf(run: RunPlan, configured: Roles = {}): TaskRoles {
  const { library, pipeline = {}, pipelineName } = run;
  const tasks = [...(pipeline.tasks ?? []), ...(pipeline.finally ?? [])];
  const known = new Set(library.tasks.keys());
  for (const task of tasks) {
    const plan = planTask(task, library);
    known.add(task.name ?? '').add(`${pipelineName}/${task.name}`);
    if (!('missing' in plan) && plan.name !== '') known.add(plan.name);
  }
  const annotated = [...library.tasks.values(), ...library.pipelines.values(), ...library.prepared, run];
  const declared = new Map<string, readonly Role[]>();
  for (const { name, annotations } of annotated) {
    const text = annotations[roleAnnotation];
    if (text === undefined) continue;
    const at = `${name}, annotation ${roleAnnotation}`;
    for (const [task, texts] of Object.entries(readAnnotation(text, name))) {
      checkName(task, [...known], at);
      declared.set(task, parsed(texts, at));
    }
  }
  const own = new Map<string, readonly Role[]>();
  for (const [key, texts] of Object.entries(configured)) {
    checkName(key, [...known], 'roles');
    own.set(key, parsed(texts, `roles, ${key}`));
  }
  return (task, plan) =>
    own.get(`${pipelineName}/${task}`) ??
    own.get(task) ??
    own.get(plan.name) ??
    declared.get(task) ??
    declared.get(plan.name) ??
    planSteps(plan.spec, library).flatMap(({ source }) => rolesOfProgram(asTemplate(plan.name, source)));
}
