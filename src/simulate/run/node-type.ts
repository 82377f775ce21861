import type { TemplateKind } from '../plan/template-kind';
import type { NodeType } from './node';

/** What the node of a template is, if it is not retried. @internal */
export function typeOf(kind: TemplateKind | undefined): NodeType {
  switch (kind) {
    case 'steps':
      return 'Steps';
    case 'dag':
      return 'DAG';
    case 'suspend':
      return 'Suspend';
    case 'http':
      return 'HTTP';
    case 'plugin':
      return 'Plugin';
    default:
      return 'Pod';
  }
}
