import { leafRefs } from '../../../core/graph/captures';
import type { CheckStep, ChecksNode } from '../../../core/graph/node';
import { kebabCase } from '../../../core/names';
import type { Inputs, Parameter, WorkflowStep } from '../../../schemas/argo/types';
import { grouped, member, quote, tag } from '../value/expression';
import { fits } from '../value/guard';
import type { Context, TemplateBody } from './context';
import { argumentsOf, type Captured, captured, declaredInputs, inputsOnly, type Passed, passedOn } from './inputs';
import { taskTemplate } from './task-template';

/** What a row of gates takes from outside. @internal */
export function checksValues(node: ChecksNode): readonly Passed[] {
  return passedOn(inputsOf(node));
}

/**
 * Gates in a row: the next runs only after a pass, and the verdict is that of the last that ran. Whatever becomes of a
 * pod, the template succeeds with one of the four words.
 *
 * @internal
 */
export function checksTemplate(node: ChecksNode, context: Context): TemplateBody {
  const inputs = inputsOf(node);
  const place = inputsOnly(inputs);
  const steps = node.gates.map((step, i): WorkflowStep => {
    const { name, gate, args } = step;
    const before = node.gates[i - 1];
    const values = Object.entries(args).map(([input, value]) => ({
      name: kebabCase(input),
      value,
      type: gate.inputs[input]?.type ?? ({ kind: 'text' } as const),
    }));
    return {
      name,
      ...(before === undefined ? {} : { when: tag(`${found(before)} == 'pass'`) }),
      template: context.templates.ensure(gate.name, gate, () => taskTemplate(gate, context)),
      continueOn: { failed: true, error: true },
      ...withReads(argumentsOf(values, place), step),
    };
  });
  return {
    ...declaredInputs(inputs),
    outputs: {
      parameters: [
        { name: 'verdict', valueFrom: { default: 'error', expression: verdictOf(node.gates) } },
        { name: 'reason', valueFrom: { default: noReason(node), expression: reasonOf(node) } },
      ],
    },
    steps: steps.map((step) => [step]),
  };
}

/**
 * What earlier gates left, where they left what they should. They have passed, or the step would not run; but Argo reads
 * the arguments before it asks, so they must make sense in any case.
 */
function withReads(
  given: { readonly arguments?: Inputs },
  { gate, reads }: CheckStep,
): { readonly arguments?: Inputs } {
  const read = Object.entries(reads).map(([input, from]): Parameter => {
    const value = output(from.gate, from.output);
    const sound = `${status(from.gate)} == 'Succeeded' && ${fits(value, gate.inputs[input]?.type ?? { kind: 'text' })}`;
    return { name: kebabCase(input), value: tag(`${sound} ? ${value} : ''`) };
  });
  return read.length === 0 ? given : { arguments: { parameters: [...(given.arguments?.parameters ?? []), ...read] } };
}

function inputsOf(node: ChecksNode): readonly Captured[] {
  return captured(leafRefs(node.gates.map(({ args }) => args)));
}

/** The verdict of a gate, as a condition: the status comes first, since a pod that died left no output to wait for. */
function found({ name, gate }: CheckStep): string {
  return `${status(name)} == 'Succeeded' && ${output(name, gate.verdict ?? 'verdict')}`;
}

function verdictOf(gates: readonly CheckStep[]): string {
  const choices = gates.toReversed().map((gate, i) => {
    const skipped = gates.slice(gates.length - i).map(({ name }) => `${status(name)} == 'Skipped' && `);
    // A pass of a gate that is not the last can't be the end of it: the next one would have run.
    const words = i === 0 ? "['pass', 'fail', 'inconclusive']" : "['fail', 'inconclusive']";
    return `${skipped.join('')}${found(gate)} in ${words} ? ${output(gate.name, gate.gate.verdict ?? 'verdict')} : `;
  });
  return `${choices.join('')}'error'`;
}

function reasonOf(node: ChecksNode): string {
  return node.gates.reduce((rest, { name }, i) => {
    const reason = output(name, 'reason');
    // Argo evaluates tags in what it passes on, so a reason with braces stops here.
    const safe = `${reason} matches ${quote('^[^{}]*$')} ? ${reason} : ${quote(noReason(node))}`;
    return i === 0 ? safe : `${status(name)} != 'Skipped' ? ${grouped(safe)} : ${rest}`;
  }, '');
}

function noReason({ name }: ChecksNode): string {
  return `${name} left no reason`;
}

const status = (name: string): string => member(['steps', name, 'status']);
const output = (name: string, parameter: string): string =>
  member(['steps', name, 'outputs', 'parameters', kebabCase(parameter)], 2);
