/** The name, or with the first number from 2 behind it that makes it free. @internal */
export function freeName(wanted: string, taken: (name: string) => boolean): string {
  let name = wanted;
  for (let i = 2; taken(name); i++) name = `${wanted}-${i}`;
  return name;
}
