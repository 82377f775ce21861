/** What a node stands for, which is what gives it its shape. @internal */
export type Shape =
  | 'step'
  | 'approval'
  | 'wait'
  | 'decision'
  | 'red'
  | 'done'
  /** A template that is called and not opened. */
  | 'closed'
  /** A template that is called and not among the documents. */
  | 'absent'
  | 'schedule';

/** @internal */
export interface PictureNode {
  readonly id: string;
  readonly shape: Shape;
  readonly lines: readonly string[];
  readonly box: string | undefined;
  /** Place of the step, as a path of steps. */
  readonly path: string;
}

/** @internal */
export interface PictureEdge {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly dotted: boolean;
}

/** @internal */
export interface PictureBox {
  readonly id: string;
  readonly title: string;
  readonly box: string | undefined;
}

/** A flowchart as data, in the order in which it was drawn. @internal */
export class Picture {
  readonly nodes: PictureNode[] = [];
  readonly edges: PictureEdge[] = [];
  readonly boxes: PictureBox[] = [];
  readonly #ids = new Set<string>();
  readonly #shared = new Map<string, string>();
  /** What comes before a node. Its own arrows are drawn before any that starts at it. */
  readonly #before = new Map<string, Set<string>>();

  addNode(name: string, node: Omit<PictureNode, 'id'>): string {
    const id = this.#freeId(name);
    this.nodes.push({ id, ...node });
    return id;
  }

  /** What was made for a key before, or is made now. */
  shared(key: string, make: () => string): string {
    const id = this.#shared.get(key) ?? make();
    this.#shared.set(key, id);
    return id;
  }

  addBox(title: string, box: string | undefined): string {
    const id = this.#freeId(title);
    this.boxes.push({ id, title, box });
    return id;
  }

  addEdge(edge: PictureEdge): void {
    if (this.edges.some(({ from, to, label }) => from === edge.from && to === edge.to && label === edge.label)) return;
    this.edges.push(edge);
    if (edge.dotted || this.nodes.length > 500) return;
    const before = this.#before.get(edge.to) ?? new Set();
    this.#before.set(edge.to, before.add(edge.from));
    for (const id of this.#before.get(edge.from) ?? []) before.add(id);
  }

  nodeOf(id: string): PictureNode | undefined {
    return this.nodes.find((node) => node.id === id);
  }

  /** Whether a way leads from one node to another. Not known beyond 500 nodes, where nobody follows arrows. */
  leadsTo(from: string, to: string): boolean {
    return this.#before.get(to)?.has(from) === true;
  }

  /** Letters of a name that Mermaid can't take for a word of its own, and that nothing else in the picture has. */
  #freeId(name: string): string {
    const plain = `s_${name.replace(/[^A-Za-z0-9]+/g, '_').slice(0, 60)}`;
    let id = plain;
    for (let count = 2; this.#ids.has(id); count++) id = `${plain}_${count}`;
    this.#ids.add(id);
    return id;
  }
}
