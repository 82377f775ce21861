import type { IConstruct } from 'constructs';
import { type Finding, findingOf } from './findings';

/**
 * Runs the validations of every construct once.
 *
 * @internal
 */
export function validateTree(tree: readonly IConstruct[]): Finding[] {
  return tree.flatMap(({ node }) => {
    try {
      return node.validate().map((message): Finding => ({ path: node.path, message }));
    } catch (error) {
      return [findingOf(node.path, error)];
    }
  });
}
