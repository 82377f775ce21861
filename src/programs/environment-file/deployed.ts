/** What a file says is deployed, and the fence token with which it was said. @internal */
export interface Deployed {
  /** As `textFor` has it; of an image in kustomize its name too, which is not a part of the value that changes. */
  readonly deployed: string;
  readonly token: number;
  /** Whether it gets only a share of the traffic yet; of what is to be written nothing means that it stays as it is. */
  readonly shared?: boolean | undefined;
}
