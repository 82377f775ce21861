import { show } from '../check-value';
import { PipelineError } from '../error';
import type { Block } from '../graph/block';
import type { Node } from '../graph/node';
import { checkName } from '../names';
import type { Ordered } from '../scope';
import { goodWord } from '../verdict';

/** A step and what may be done with it: the object the user holds. @internal */
export interface Handle {
  readonly id: string;
  readonly outputs: unknown;
}

const nodesByHandle = new WeakMap<object, Node>();

/** A block while its callback runs. @internal */
export class BlockBuilder {
  readonly block: Block & { readonly nodes: Node[]; outputs: { readonly [name: string]: unknown } };
  private readonly parent: BlockBuilder | undefined;
  private open = true;

  constructor(label: string, parent?: BlockBuilder) {
    this.parent = parent;
    this.block = { label, parent: parent?.block, nodes: [], outputs: {} };
  }

  /** Runs the callback of a block inside this one; meanwhile only that block takes steps. */
  nested<R>(label: string, run: (inner: BlockBuilder) => R): { readonly block: Block; readonly result: R } {
    this.checkOpen(label);
    const inner = new BlockBuilder(`${this.block.label}/${label}`, this);
    this.open = false;
    try {
      return { block: inner.block, result: run(inner) };
    } finally {
      this.open = true;
      inner.close();
    }
  }

  add(node: Node): Node {
    this.block.nodes.push(node);
    return node;
  }

  /**
   * What a node comes after: the steps that were named, or else every branch on a verdict or decision that stands before
   * it in its block. What is written below a gate is meant to wait for it.
   */
  after(given: readonly Ordered[] | undefined, name: string): readonly Node[] {
    if (given !== undefined) return this.nodesOf(given, name);
    return this.block.nodes.filter((node) => node.kind === 'match' && goodWord(node.on.type) !== undefined);
  }

  close(): void {
    this.open = false;
    Object.freeze(this.block.nodes);
    Object.freeze(this.block);
  }

  /** Throws MLP1110 where `p` belongs to a block whose turn it is not. */
  checkOpen(what: string): void {
    if (this.open) return;
    throw new PipelineError({
      code: 'MLP1110',
      message: `'${what}' can't be added to ${this.block.label} now`,
      expected: "the 'p' that the innermost callback was given, used while that callback runs",
      at: this.block.label,
    });
  }

  /** A name no other step of the pipeline's block has; derived ones get a number, given ones must be free. */
  nameFor(given: string | undefined, derived: string): string {
    const taken = new Set(this.block.nodes.map(({ name }) => name));
    if (given !== undefined) {
      checkName(given, 'a step', this.block.label);
      if (!taken.has(given)) return given;
      throw this.twice(given);
    }
    const name = derived.slice(0, 58).replace(/-+$/, '');
    for (let i = 1; ; i++) if (!taken.has(i === 1 ? name : `${name}-${i}`)) return i === 1 ? name : `${name}-${i}`;
  }

  twice(name: string): PipelineError {
    return new PipelineError({
      code: 'MLP1112',
      message: `two steps are called '${name}'`,
      fix: `give one another name: p.step(unit, inputs, { name: '${name}-again' })`,
      actual: name,
      at: this.block.label,
    });
  }

  /** The nodes that were named by `after`. */
  nodesOf(after: readonly Ordered[], name: string): readonly Node[] {
    if (!Array.isArray(after)) {
      throw new PipelineError({
        code: 'MLP1001',
        message: `step '${name}' is to come after ${show(after)}`,
        expected: 'a list of steps: { after: [trained] }',
        at: this.block.label,
      });
    }
    return after.map((handle: Ordered) => {
      const node = typeof handle === 'object' && handle !== null ? nodesByHandle.get(handle) : undefined;
      if (node !== undefined && this.holds(node)) return node;
      throw new PipelineError({
        code: 'MLP1111',
        message: `step '${name}' is to come after ${node === undefined ? show(handle) : `'${node.name}' of ${node.block.label}`}`,
        expected: 'steps of this block or one around it',
        at: this.block.label,
      });
    });
  }

  handle(node: Node, outputs: object, more: object = {}): Handle {
    const handle = Object.freeze({ id: node.name, outputs, ...more });
    nodesByHandle.set(handle, node);
    return handle;
  }

  private holds(node: Node): boolean {
    for (let b: BlockBuilder | undefined = this; b !== undefined; b = b.parent)
      if (b.block.nodes.includes(node)) return true;
    return false;
  }
}
