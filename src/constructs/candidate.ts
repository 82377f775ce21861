/**
 * What goes through the environments: the version of a model, as the registry calls it.
 *
 * @public
 */
export interface Candidate {
  readonly modelVersion: string;
}
