import type { EachRules } from '../../programs/register-each/rules';
import type { Template } from '../../schemas/argo/types';
import type { Role } from './role';

const judges = new Set([
  'check-http',
  'check-load',
  'check-metrics',
  'check-model',
  'check-pods',
  'check-sampling',
  'evaluate',
  'register-each',
  'wait-rollout',
]);

/** The program of this library that a template runs, by the name of its file. @internal */
export function programOf({ container }: Template): string | undefined {
  for (const word of [...(container?.command ?? []), ...(container?.args ?? [])]) {
    const name = /^\/program\/([a-z-]+)\.(?:mjs|py)$/.exec(word)?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}

/** A variable of a template's container. @internal */
export function variableOf({ container }: Template, name: string): string | undefined {
  const variable = container?.env?.find((each) => each.name === name);
  return variable?.value === undefined ? undefined : String(variable.value);
}

/** What the programs of this library do, so that nobody has to say it. @internal */
export function rolesOfProgram(template: Template): readonly Role[] {
  const program = programOf(template);
  if (program === undefined || !judges.has(program)) return [];
  // Each of its models is for itself, unless it says otherwise.
  const effect = program === 'register-each' && !registersAllOrNone(template) ? 'judges' : 'gate';
  return [{ effect, environment: undefined, verdict: { output: 'verdict', pass: 'pass' } }];
}

function registersAllOrNone(template: Template): boolean {
  const { policy } = JSON.parse(variableOf(template, 'REGISTRATION') ?? '{}') as Partial<EachRules>;
  return policy === 'allOrNothing';
}

/** Whether a template is there to fail: its good end is a red one. @internal */
export function endsRed(template: Template): boolean {
  if (programOf(template) === 'hold') return true;
  const { command = [], args = [] } = template.container ?? {};
  const words = [...command, ...args];
  return words[0] === 'false' || words[0] === '/bin/false' || /^exit [1-9]\d*$/.test(words.at(-1) ?? '');
}
