/**
 * Key of the method by which an API object hands its finished body to `GitOpsApp`, which then needs no resolve pass
 * for it.
 *
 * @internal
 */
export const plainBody: unique symbol = Symbol.for('cdk8s-mlops.plain') as never;

/**
 * An API object whose fields are plain data from the start.
 *
 * The method returns every field except `apiVersion`, `kind` and `metadata`, in the order to be written, as maps, lists,
 * strings, finite numbers and booleans; `undefined` fields are left out. It returns `undefined` when the object has to
 * take cdk8s's own path after all, because something in it is still lazy. JSON patches need no attention here: an
 * object that has some always takes cdk8s's path.
 *
 * @internal
 */
export interface PlainObject {
  [plainBody](): Readonly<Record<string, unknown>> | undefined;
}
