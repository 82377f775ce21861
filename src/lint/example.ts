/** A manifest in the source of a rule: the indentation of the source is taken off. @internal */
export function yaml({ raw }: TemplateStringsArray): string {
  const lines = (raw[0] ?? '').replace(/^\n/, '').trimEnd().split('\n');
  const margin = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  return `${lines.map((line) => line.slice(margin)).join('\n')}\n`;
}

/** A manifest for people: what is only long is cut. @internal */
export function shortened(text: string): string {
  return text.replaceAll(/^(.{100}).{60,}$/gm, (line, start: string) => `${start}… (${line.length} characters)`);
}
