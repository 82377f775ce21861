/** A manifest in the source of a rule, without the indentation that its first line has there. @internal */
export function yaml({ raw }: TemplateStringsArray): string {
  const text = (raw[0] ?? '').replace(/^\n/, '').trimEnd();
  const margin = /^ */.exec(text)?.[0] ?? '';
  return `${text.slice(margin.length).replaceAll(`\n${margin}`, '\n')}\n`;
}

/** A manifest for people: what is only long is cut. @internal */
export function shortened(text: string): string {
  return text.replaceAll(/^(.{100}).{60,}$/gm, (line, start: string) => `${start}… (${line.length} characters)`);
}
