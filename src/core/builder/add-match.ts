import { checkScope } from '../check-argument';
import { checkProps } from '../check-props';
import { show } from '../check-value';
import { PipelineError } from '../error';
import { capturesOf } from '../graph/captures';
import type { Arm, MatchNode } from '../graph/node';
import { kebabCase } from '../names';
import { outputsProxy } from '../outputs-proxy';
import { own } from '../own';
import { MaybeNode, RefNode } from '../ref';
import type { BranchOptions, Hold } from '../scope';
import { suggest } from '../suggest';
import { joinedType, type ValueType } from '../value-type';
import { isVerdict } from '../verdict';
import type { BlockBuilder, Handle } from './block-builder';
import { producedBy } from './produced';
import { scopeOf } from './scope-of';

/**
 * An arm that does nothing and ends the run red.
 *
 * @param outcome - one word for the log: `held`, `rejected`
 * @example
 * ```ts
 * const checked = p.step(gate, { modelVersion: '5' });
 * p.match(checked.outputs.verdict, { pass: (p) => p.step(publish), fail: hold('rejected'), error: hold(), inconclusive: hold() });
 * ```
 * @public
 */
export function hold(outcome = 'held'): Hold {
  if (typeof outcome === 'string' && /^[a-z][a-z-]{0,40}$/.test(outcome)) return Object.freeze({ hold: outcome });
  throw new PipelineError({
    code: 'MLP1005',
    message: `no outcome is called ${show(outcome)}`,
    expected: 'one word of lower-case letters and -',
    actual: outcome,
  });
}

/** @internal */
export function addMatch(builder: BlockBuilder, on: unknown, arms: object, options: BranchOptions): Handle {
  const at = builder.block.label;
  if (on instanceof MaybeNode) checkScope(on, 'match', builder.block);
  if (!RefNode.is(on) || on.type.kind !== 'oneOf') {
    throw new PipelineError({
      code: 'MLP1113',
      message: `match looks at ${RefNode.is(on) ? `${on.label}, which is ${on.type.kind}` : show(on)}`,
      expected: 'an output or input declared with oneOf or verdict',
      at,
    });
  }
  checkScope(on, 'match', builder.block);
  const { values } = on.type;
  checkProps(options, ['name', 'after'], 'match', at);
  checkArms(arms, values, on, at);
  const name = builder.nameFor(options.name, derivedName(on));
  builder.checkOpen(name);
  const built = values.map((value) => buildArm(builder, name, value, own(arms as Record<string, unknown>, value)));
  if (isVerdict(on.type)) checkErrorArm(on, built);
  const outputs = joinedOutputs(built);
  const node: MatchNode = {
    kind: 'match',
    name,
    block: builder.block,
    on,
    arms: built,
    outputs,
    after: builder.after(options.after, name),
  };
  builder.add(node);
  const refs = Object.entries(outputs).map(([output, type]) => [
    output,
    new RefNode(builder.block, { kind: 'output', node, name: output }, type, `output '${output}' of match '${name}'`),
  ]);
  return builder.handle(node, outputsProxy(Object.fromEntries(refs), 'output', `match '${name}'`, at));
}

function buildArm(builder: BlockBuilder, match: string, value: string, arm: unknown): Arm {
  if (typeof arm !== 'function') return { value, block: undefined, outcome: hold((arm as Hold).hold).hold };
  const { block } = builder.nested(`${match}/${value}`, (inner) => {
    inner.block.outputs = producedBy(arm(scopeOf(inner)), inner);
  });
  return { value, block, outcome: value };
}

/** Outputs that every arm that runs hands on, with a type they share. */
function joinedOutputs(arms: readonly Arm[]): { readonly [name: string]: ValueType } {
  const blocks = arms.flatMap(({ block }) => (block === undefined ? [] : [block]));
  const [first, ...others] = blocks;
  const joined: Record<string, ValueType> = {};
  for (const [name, ref] of Object.entries(first?.outputs ?? {})) {
    const types = [ref, ...others.map(({ outputs }) => own(outputs, name))].map((value) =>
      RefNode.is(value) ? value.type : undefined,
    );
    const wide = types.reduce((a, b) => (a === undefined || b === undefined ? undefined : joinedType(a, b)));
    if (wide === undefined) continue;
    if (wide.kind !== 'artifact') joined[name] = wide;
    else {
      throw new PipelineError({
        code: 'MLP1123',
        message: `an arm hands on the artifact '${name}'`,
        fix: 'use the artifact inside the arm, or hand on a text that says where it is',
        at: first?.label,
      });
    }
  }
  return Object.freeze(joined);
}

/** The `error` arm also runs when the gate died, with nothing but the verdict known for sure. */
function checkErrorArm(on: RefNode, arms: readonly Arm[]): void {
  const block = arms.find(({ value }) => value === 'error')?.block;
  if (block === undefined || on.source.kind !== 'output' || on.source.node.kind !== 'step') return;
  const { node, name: verdict } = on.source;
  for (const { source, label } of capturesOf(block)) {
    if (source.kind !== 'output' || source.node !== node || source.name === verdict) continue;
    const declared = node.unit.outputs[source.name];
    if (declared === undefined || declared.type.kind === 'text' || declared.default !== undefined) continue;
    throw new PipelineError({
      code: 'MLP1118',
      message: `the error arm uses ${label}, which the gate may not have written`,
      fix: `give '${source.name}' a default where '${node.unit.name}' declares it`,
      at: block.label,
    });
  }
}

function checkArms(arms: object, values: readonly string[], on: RefNode, at: string): void {
  if (typeof arms !== 'object' || arms === null) {
    throw new PipelineError({
      code: 'MLP1114',
      message: `the arms of match are ${show(arms)}`,
      expected: `{ ${values.map((value) => `${value}: …`).join(', ')} }`,
      actual: arms,
      at,
    });
  }
  const odd = Object.keys(arms).find((value) => !values.includes(value));
  if (odd !== undefined) {
    const meant = suggest(odd, values);
    throw new PipelineError({
      code: 'MLP1114',
      message: `match has an arm '${odd}', but ${on.label} is never that${meant === undefined ? '' : ` - did you mean '${meant}'?`}`,
      expected: values.map((value) => `'${value}'`).join(', '),
      actual: odd,
      at,
    });
  }
  for (const value of values) {
    const arm = own(arms as Record<string, unknown>, value);
    if ((typeof arm === 'function' && arm !== hold) || (typeof arm === 'object' && arm !== null && 'hold' in arm))
      continue;
    throw new PipelineError({
      code: 'MLP1114',
      message:
        arm === undefined
          ? `match has no arm for '${value}'`
          : `the arm '${value}' is ${arm === hold ? 'hold, without ()' : show(arm)}`,
      expected: 'a callback, or hold()',
      actual: arm,
      at,
    });
  }
}

function derivedName({ source }: RefNode): string {
  if (source.kind === 'output') return `on-${source.node.name}-${kebabCase(source.name)}`;
  return source.kind === 'input' ? `on-${kebabCase(source.name)}` : 'match';
}
