import type { TemplatePlan } from '../plan/template-plan';
import type { Node } from '../run/node';

const known = new WeakMap<TemplatePlan, Map<string, boolean>>();

/**
 * Tells whether an output of a node may be read. Only the template around it can: it says `tasks.train.outputs.parameters.name`
 * then, or takes all outputs at once.
 *
 * @internal
 */
export function mayBeRead({ boundary }: Node, output: string): boolean {
  const around = boundary?.processed?.template;
  if (around === undefined) return true;
  const reads = known.get(around) ?? new Map<string, boolean>();
  known.set(around, reads);
  const read = reads.get(output) ?? mentions(around.text, output);
  reads.set(output, read);
  return read;
}

/** Whether a template's text has the name behind `outputs.parameters`, or takes it by another way than by its name. */
function mentions(text: string, output: string): boolean {
  const plain = text.replaceAll('?.', '.').replaceAll('\\"', "'").replaceAll('"', "'");
  for (const [, rest = ''] of plain.matchAll(/outputs(?:\.parameters|\['parameters'\])?(.{0,160})/g)) {
    // What it declares itself is no reading.
    if (rest.startsWith("':")) continue;
    if (rest.startsWith(`.${output}`) || rest.startsWith(`['${output}']`)) return true;
    // Neither a name behind a dot nor one in brackets: it may be any of them.
    if (!/^(?:\.[\w-]|\['[\w-]+'\])/.test(rest)) return true;
  }
  return false;
}
