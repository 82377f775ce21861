import type { Parameter, Template, WorkflowStep } from '../../src/schemas/argo/types';
import { expanded } from './kubelet';
import type { Answer, Ask, Question } from './oracle';

/** What a pod was started with. */
export interface Pod {
  readonly template: string;
  readonly command: readonly string[];
  readonly env: { readonly [name: string]: string };
}

/** What the pods of a template write to `/out`; a list, where each one writes something else. */
export interface Written {
  readonly [template: string]: Texts | readonly Texts[] | undefined;
}

export interface Texts {
  readonly [name: string]: string | undefined;
}

type Scope = { readonly [name: string]: string | null };

/** A step that Argo ended with an error; `waits` if it would ask again until the deadline. */
export class Stopped extends Error {
  readonly waits: boolean;
  /** Those that were started before. */
  readonly pods: readonly Pod[];

  constructor(where: string, { error, waits = false }: Answer, pods: readonly Pod[]) {
    super(`${where}: ${error}`);
    this.waits = waits;
    this.pods = pods;
  }
}

/**
 * Plays templates as the controller does, as far as values go: all pods succeed, tasks run in the order they are listed.
 *
 * Each text goes through Argo's own rounds of replacement; yields the pods that were started.
 */
export async function play(
  ask: Ask,
  templates: readonly Template[],
  entrypoint: string,
  inputs: Texts,
  written: Written,
): Promise<readonly Pod[]> {
  const pods: Pod[] = [];
  const runs = new Map<string, number>();
  // A value that Argo puts in wherever something is evaluated.
  const globals: Scope = { 'workflow.name': 'EVALUATED' };

  async function said(where: string, kind: Question['kind'], text: string, scope: Scope): Promise<Answer> {
    const answer = await ask({ kind, text, scope: { ...globals, ...scope } });
    if (answer.text === undefined || answer.error !== undefined) throw new Stopped(`${where}: ${text}`, answer, pods);
    return answer;
  }

  const textOf = async (where: string, kind: Question['kind'], text: string, scope: Scope) =>
    (await said(where, kind, text, scope)).text ?? '';

  async function run(name: string, args: Texts): Promise<Scope> {
    const template = templates.find((each) => each.name === name);
    if (template === undefined) throw new Error(`no template ${name}`);
    const scope: Record<string, string | null> = {};
    for (const { name: input, default: fallback } of template.inputs?.parameters ?? []) {
      const value = args[input] ?? fallback;
      if (value === undefined) throw new Error(`${name} was not given ${input}`);
      // The arguments are part of the template when globals are replaced.
      scope[`inputs.parameters.${input}`] = await textOf(name, 'inputs', String(value), {});
    }
    if (template.container !== undefined) return podOutputs(template, scope);
    for (const group of template.steps ?? template.dag?.tasks.map((task) => [task]) ?? []) {
      const known = { ...scope };
      for (const step of group) Object.assign(scope, await runNode(template, step as WorkflowStep, known));
    }
    return outputsOf(template, scope);
  }

  async function podOutputs(template: Template, scope: Scope): Promise<Scope> {
    const name = template.name ?? '';
    const shown = async (text: string) => {
      const replaced = await textOf(name, 'inputs', await textOf(name, 'inputs', text, scope), scope);
      return expanded(replaced, {});
    };
    const { command = [], env = [] } = template.container ?? {};
    const words: string[] = [];
    for (const word of command) words.push(await shown(word));
    const set: Record<string, string> = {};
    for (const { name: variable, value } of env) if (value !== undefined) set[variable] = await shown(value);
    pods.push({ template: name, command: words, env: set });
    const count = runs.get(name) ?? 0;
    runs.set(name, count + 1);
    const given = written[name];
    const texts = Array.isArray(given) ? given[count] : given;
    const outputs: Record<string, string> = {};
    for (const { name: output, valueFrom } of template.outputs?.parameters ?? []) {
      const text = (texts as Texts | undefined)?.[output] ?? valueFrom?.default;
      if (text === undefined) throw new Error(`${name} writes no ${output}`);
      outputs[output] = String(text);
    }
    return outputs;
  }

  async function runNode(owner: Template, node: WorkflowStep, scope: Scope): Promise<Scope> {
    const where = `${owner.name}/${node.name}`;
    const prefix = `${owner.dag === undefined ? 'steps' : 'tasks'}.${node.name}`;
    const inputs = Object.fromEntries(Object.entries(scope).filter(([name]) => name.startsWith('inputs.')));
    // First when the template gets its inputs, then when the step is due.
    const twice = async (kind: 'template' | 'when', text: string) =>
      said(where, kind, await textOf(where, 'inputs', text, inputs), scope);
    if (node.when !== undefined && (await twice('when', node.when)).truth === false) {
      return { [`${prefix}.status`]: 'Skipped', ...(await skipped(node, prefix)) };
    }
    const args: Record<string, string> = {};
    for (const { name, value } of node.arguments?.parameters ?? [])
      args[name] = (await twice('template', String(value))).text ?? '';
    if (node.withParam === undefined) {
      return { [`${prefix}.status`]: 'Succeeded', ...under(prefix, await run(node.template ?? '', args)) };
    }
    const items = JSON.parse((await twice('template', node.withParam)).text ?? '') as readonly unknown[];
    const gathered = new Map<string, string[]>();
    for (const item of items) {
      const own: Record<string, string> = {};
      for (const [name, text] of Object.entries(args))
        own[name] = await textOf(where, 'item', text, { item: itemText(item) });
      for (const [output, text] of Object.entries(await run(node.template ?? '', own)))
        gathered.set(output, [...(gathered.get(output) ?? []), text ?? '']);
    }
    if (items.length === 0) return { [`${prefix}.status`]: 'Skipped' };
    return under(prefix, Object.fromEntries([...gathered].map(([output, texts]) => [output, JSON.stringify(texts)])));
  }

  async function skipped(node: WorkflowStep, prefix: string): Promise<Scope> {
    const template = templates.find(({ name }) => name === node.template);
    const defaults = (template?.outputs?.parameters ?? []).map(({ name, valueFrom }) => [
      name,
      valueFrom?.default ?? null,
    ]);
    return under(prefix, Object.fromEntries(defaults));
  }

  async function outputsOf(template: Template, scope: Scope): Promise<Scope> {
    const outputs: Record<string, string> = {};
    for (const parameter of template.outputs?.parameters ?? [])
      outputs[parameter.name] = await outputOf(`${template.name} ${parameter.name}`, parameter, scope);
    return outputs;
  }

  async function outputOf(where: string, { valueFrom }: Parameter, scope: Scope): Promise<string> {
    if (valueFrom?.parameter !== undefined) {
      const value = scope[valueFrom.parameter.slice(2, -2)];
      if (typeof value === 'string') return value;
      throw new Stopped(where, { error: 'no such output' }, pods);
    }
    try {
      return await textOf(where, 'expression', valueFrom?.expression ?? '', scope);
    } catch (problem) {
      if (valueFrom?.default !== undefined) return String(valueFrom.default);
      throw problem;
    }
  }

  await run(entrypoint, inputs);
  return pods;
}

const under = (prefix: string, outputs: Scope): Scope =>
  Object.fromEntries(Object.entries(outputs).map(([name, text]) => [`${prefix}.outputs.parameters.${name}`, text]));

/** Argo writes maps and lists anew, with sorted keys. */
function itemText(item: unknown): string {
  if (typeof item === 'string') return item;
  return JSON.stringify(item, (_, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
