/** What a file says is deployed, and the fence token with which it was said. @internal */
export interface Deployed {
  /** As `textFor` has it; of an image in kustomize its name too, which is not a part of the value that changes. */
  readonly deployed: string;
  readonly token: number;
}
