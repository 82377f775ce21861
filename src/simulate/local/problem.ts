/** Why something can't run on this machine: one line that says so, and how to mend it. @internal */
export class LocalProblem extends Error {
  override readonly name = 'LocalProblem';
}
