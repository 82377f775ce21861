import fc from 'fast-check';
import type { Json } from '../conformance/mutation';

/** A manifest with a field or two that somebody got wrong. */
export interface Mutant {
  readonly what: string;
  readonly value: Json;
}

type Owner = Record<string, Json>;

/** All fields of a manifest but its kind, with the ways to them. */
function* places(value: Json, way: readonly string[] = []): Generator<{ owner: Owner; key: string; way: string }> {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    if (way.length === 0 && (key === 'apiVersion' || key === 'kind')) continue;
    const here = [...way, key];
    yield { owner: value as Owner, key, way: here.join('.') };
    yield* places((value as Owner)[key] as Json, here);
  }
}

/** Other texts that somebody may have written instead. */
const edits: readonly ((text: string) => string)[] = [
  (text) => `${text}x`,
  () => '',
  (text) => text.toUpperCase(),
  (text) => `-${text}`,
  (text) => `text ${text}`,
  (text) => text.replace(/\$\((\w+)\.([\w-]+)/, '$($1.no-$2'),
  (text) => text.replace('params', 'parms'),
  (text) => text.replace(/\[\*\]/, ''),
  (text) => text.replace(/\)/, '[*])'),
  () => 'x'.repeat(70),
  () => '0',
];

/** One change: a field dropped, doubled, emptied, renamed, or that of another place. */
function mutate(value: Json, where: number, how: number, which: number): string {
  const all = [...places(value)];
  const place = all[where % Math.max(1, all.length)];
  if (place === undefined) return 'nothing';
  const { owner, key, way } = place;
  const old = owner[key] as Json;
  const texts = all.map((each) => each.owner[each.key]).filter((each) => typeof each === 'string');
  const others = all.filter((each) => !Array.isArray(each.owner) && !(each.key in owner));
  const other = others[which % Math.max(1, others.length)];
  const edit = edits[which % edits.length] as (text: string) => string;
  switch (how % 5) {
    case 1:
      if (Array.isArray(old) && old.length > 0) old.push(structuredClone(old[0]) as Json);
      else if (typeof old === 'number') owner[key] = [-1, 0, 100_000][which % 3] as number;
      else break;
      return `${way} doubled or counted otherwise`;
    case 2:
      if (typeof old !== 'string') break;
      owner[key] = texts[which % texts.length] as string;
      return `${way} is '${owner[key]}'`;
    case 3:
      if (typeof old === 'string') owner[key] = edit(old);
      else if (typeof old === 'object') owner[key] = Array.isArray(old) ? [] : {};
      else break;
      return `${way} is '${JSON.stringify(owner[key])}'`;
    case 4:
      if (Array.isArray(owner) || other === undefined) break;
      owner[other.key] = structuredClone(other.owner[other.key]) as Json;
      return `${other.way} beside ${way}`;
  }
  if (Array.isArray(owner)) owner.splice(Number(key), 1);
  else delete owner[key];
  return `no ${way}`;
}

/** So many mutants of manifests, the same ones each time. */
export function mutantsOf(sources: readonly Json[], count: number): readonly Mutant[] {
  const change = fc.tuple(fc.nat(), fc.nat(), fc.nat());
  const drawn = fc.sample(fc.tuple(fc.nat(), fc.array(change, { minLength: 1, maxLength: 2 })), {
    numRuns: count,
    seed: 7,
  });
  return drawn.map(([source, changes]) => {
    const value = structuredClone(sources[source % sources.length]) as Json;
    const { kind, metadata } = value as { readonly kind: string; readonly metadata?: { readonly name?: string } };
    const what = changes.map(([where, how, which]) => mutate(value, where, how, which)).join(', ');
    return { what: `${kind} ${metadata?.name ?? ''}: ${what}`, value };
  });
}
