/** Texts with a short title each, for tables of tests. */
export function titled(texts: readonly string[]): readonly (readonly [title: string, text: string])[] {
  return texts.map((text) => {
    const title = JSON.stringify(text);
    return [title.length <= 50 ? title : `${title.slice(0, 30)}… (${text.length})`, text];
  });
}
