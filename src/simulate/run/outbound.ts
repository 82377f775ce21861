import type { Node } from './node';

/** The last nodes inside a node, below which what comes after it hangs. @internal */
export function outboundOf(node: Node): readonly Node[] {
  switch (node.type) {
    case 'Skipped':
    case 'Suspend':
    case 'HTTP':
    case 'Plugin':
      return [node];
    case 'Pod':
      return node.processed?.template.kind === 'containerSet' ? below(node) : [node];
    case 'Container':
    case 'TaskGroup':
      return below(node);
    case 'Retry': {
      const last = node.children.at(-1);
      if (last !== undefined) return [last];
      break;
    }
    case 'Steps':
    case 'DAG':
      if (node.memo?.hit === true) return [node];
  }
  return node.outbound.flatMap(outboundOf);
}

function below(node: Node): readonly Node[] {
  if (node.children.length === 0) return [node];
  return node.children.flatMap((child) =>
    node.type === 'Container' && child.boundary !== node.boundary ? [node] : outboundOf(child),
  );
}
