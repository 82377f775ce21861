/**
 * Tells a plain map from everything else that is an object: instances of classes have no form in YAML.
 *
 * A map made in another realm (jest runs tests in one) counts too.
 *
 * @internal
 */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'hasOwnProperty');
}
