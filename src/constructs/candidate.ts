/**
 * What goes through the environments, frozen when its build ends: nothing of it changes from there to production.
 *
 * @public
 */
export interface Candidate {
  /** Number of the model's version in the registry. */
  readonly modelVersion: string;
  /** The training run; empty where nobody says. */
  readonly runId: string;
  /** What is deployed: `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  /** The commit that was built; empty where nobody says. */
  readonly commit: string;
  /** Where the files of the model are; empty where nobody says. */
  readonly uri: string;
}
