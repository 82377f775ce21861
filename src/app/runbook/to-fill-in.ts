/** What stands in a command where a person writes a value. @internal */
export function toFillIn(parameter: string): string {
  return parameter.toUpperCase().replaceAll('-', '_');
}
