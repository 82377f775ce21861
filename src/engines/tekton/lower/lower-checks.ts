import type { ChecksNode } from '../../../core/graph/node';
import { kebabCase } from '../../../core/names';
import { type Guard, isIn } from '../value/guard';
import { guardOf, text, worked } from '../value/value';
import { type Context, result, type Where } from './context';
import type { Instance } from './instance';
import type { Lowered } from './lower-block';
import { argumentsOf, narrowerInputs } from './lower-step';

/** Gates in a row: the next runs only after a pass of all before it, and the verdict is that of the last that ran. @internal */
export function lowerChecks(node: ChecksNode, instance: Instance, where: Where, context: Context): Lowered {
  const names = new Map<string, string>();
  const ran: { readonly name: string; readonly verdict: string; readonly guards: readonly Guard[] }[] = [];
  for (const { name: plain, gate, args, reads } of node.gates) {
    const name = context.name(plain, node.name);
    names.set(plain, name);
    const before = ran.at(-1);
    const passed = before === undefined ? [] : [...before.guards, isIn(before.verdict, 'pass')];
    const read = Object.entries(reads).map(([input, from]) => [
      input,
      text(result(names.get(from.gate) ?? from.gate, kebabCase(from.output))),
    ]);
    // An input that is read has no argument; what is handed on of it was checked by the gate that made it.
    const given = argumentsOf(
      { ...gate, inputs: Object.fromEntries(Object.entries(gate.inputs).filter(([input]) => !(input in reads))) },
      args,
      instance,
    );
    const work = {
      kind: 'run',
      task: gate,
      args: { ...given, ...Object.fromEntries(read) },
      narrower: new Set([...narrowerInputs(gate, args), ...Object.keys(reads)]),
    } as const;
    context.add({ name, guards: [...where.guards, ...passed], after: where.after, work }, where);
    ran.push({ name, verdict: result(name, kebabCase(gate.verdict ?? 'verdict')), guards: passed });
  }
  const last = (output: (gate: string, verdict: string) => string) => {
    const [first, ...others] = ran;
    if (first === undefined) return text('error');
    if (others.length === 0) return text(output(first.name, first.verdict));
    return worked({
      kind: 'choose',
      arms: others.toReversed().map(({ name, verdict, guards }) => ({
        when: guards.map(guardOf),
        value: { kind: 'given', name: output(name, verdict) },
      })),
      otherwise: { kind: 'given', name: output(first.name, first.verdict) },
    });
  };
  instance.made(node, {
    verdict: last((_, verdict) => verdict),
    reason: last((name) => result(name, 'reason')),
  });
  return { ends: ran.map(({ name }) => name) };
}
