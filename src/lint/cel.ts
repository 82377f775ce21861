import { suggest } from '../core/suggest';
import { freeNames } from '../expr/cel/free-names';
import { parseCel } from '../expr/cel/parse';
import { CelError } from '../expr/cel/tree';

/** What CEL calls types, and where those of messages begin. */
const types = ['bool', 'bytes', 'double', 'int', 'list', 'map', 'null_type', 'string', 'type', 'uint', 'google'];

/**
 * What is wrong with an expression of CEL, in words; nothing where it can be read and asks for known names only.
 *
 * @param variables that it can ask for
 * @internal
 */
export function celProblem(
  text: string,
  variables: readonly string[],
): { readonly message: string; readonly fix?: string } | undefined {
  try {
    for (const { name } of freeNames(parseCel(text))) {
      const own = name.replace(/^\./, '');
      if (variables.includes(own) || types.includes(own)) continue;
      const meant = suggest(own, variables);
      return {
        message: `the CEL asks for '${own}', which there is not`,
        ...(meant !== undefined && { fix: `did you mean '${meant}'?` }),
      };
    }
    return undefined;
  } catch (problem) {
    if (!(problem instanceof CelError)) throw problem;
    return { message: `the CEL can't be read at letter ${problem.at + 1}: ${problem.message}` };
  }
}
