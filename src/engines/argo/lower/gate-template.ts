import { kebabCase } from '../../../core/names';
import type { TaskGraph } from '../../../core/task';
import type { Parameter } from '../../../schemas/argo/types';
import { member, quote } from '../value/expression';
import { fits } from '../value/guard';
import type { Context, TemplateBody } from './context';
import { callInputs, handedOn } from './declared-inputs';
import { outputDefault, taskTemplate } from './task-template';

/**
 * The wrapper of a gate: always Succeeded, always one of the four words, whatever became of the pod inside.
 *
 * A steps template, because a DAG would inherit the phase of a killed pod below it and lose its outputs.
 *
 * @internal
 */
export function gateTemplate(gate: TaskGraph, context: Context): TemplateBody {
  const inner = context.templates.ensure(gate.name, gate, () => taskTemplate(gate, context));
  return {
    ...callInputs(gate.inputs),
    outputs: { parameters: Object.keys(gate.outputs).map((name) => gateOutput(gate, name)) },
    steps: [
      [
        {
          name: gate.name,
          template: inner,
          continueOn: { failed: true, error: true },
          ...(Object.keys(gate.inputs).length === 0 ? {} : { arguments: handedOn(gate.inputs) }),
        },
      ],
    ],
  };
}

function gateOutput(gate: TaskGraph, name: string): Parameter {
  const wire = kebabCase(name);
  const value = member(['steps', gate.name, 'outputs', 'parameters', wire], 2);
  const fallback = outputDefault(gate, name) ?? '';
  const type = gate.outputs[name]?.type ?? { kind: 'text' };
  // Argo evaluates tags in what it passes on, so a reason in free text stops here if it has braces.
  const free = type.kind === 'text' && type.pattern === undefined;
  const judged = `${member(['steps', gate.name, 'status'])} == 'Succeeded' && ${value} in ['pass', 'fail', 'inconclusive']`;
  const condition = name === gate.verdict ? judged : free ? `${value} matches ${quote('^[^{}]*$')}` : fits(value, type);
  return { name: wire, valueFrom: { default: fallback, expression: `${condition} ? ${value} : ${quote(fallback)}` } };
}
