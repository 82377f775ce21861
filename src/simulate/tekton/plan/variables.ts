import { isList, type Value } from './value';

/** What `$(…)` stands for, by what is between the brackets. @internal */
export class Variables {
  readonly #texts = new Map<string, string>();
  readonly #whole = new Map<string, Exclude<Value, string>>();

  /** A value, and what is inside of a list or a record. */
  set(name: string, value: Value): this {
    if (typeof value === 'string') {
      this.#texts.set(name, value);
      return this;
    }
    this.#whole.set(name, value);
    if (isList(value)) for (const [index, each] of value.entries()) this.#texts.set(`${name}[${index}]`, each);
    else for (const [key, each] of Object.entries(value)) this.#texts.set(`${name}.${key}`, each);
    return this;
  }

  /** These, and others over them. */
  with(others: Variables): Variables {
    const all = new Variables();
    for (const each of [this, others]) {
      for (const [name, text] of each.#texts) all.#texts.set(name, text);
      for (const [name, value] of each.#whole) all.#whole.set(name, value);
    }
    return all;
  }

  /** These without the values of some names. */
  without(isHidden: (name: string) => boolean): Variables {
    const left = new Variables();
    for (const [name, text] of this.#texts) if (!isHidden(name)) left.#texts.set(name, text);
    for (const [name, value] of this.#whole) if (!isHidden(name)) left.#whole.set(name, value);
    return left;
  }

  /** One pass over a text; what has no value stays as it is written. */
  text(text: string): string {
    if (!text.includes('$(')) return text;
    return text.replaceAll(variable, (written, name: string) => this.#texts.get(plain(name)) ?? written);
  }

  /** The same in all texts of an object. A text that is nothing but a list or a record becomes that. */
  in<T>(part: T): T {
    return this.#in(part) as T;
  }

  #in(part: unknown): unknown {
    if (typeof part === 'string') return this.#wholeOf(part) ?? this.text(part);
    if (Array.isArray(part)) {
      return part.flatMap((each: unknown) => {
        const value = this.#in(each);
        return typeof each === 'string' && Array.isArray(value) ? value : [value];
      });
    }
    if (typeof part !== 'object' || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([key, each]) => [key, this.#in(each)]));
  }

  #wholeOf(text: string): Exclude<Value, string> | undefined {
    const name = /^\$\(([^()$]+?)(?:\[\*\])?\)$/.exec(text)?.[1];
    return name === undefined ? undefined : this.#whole.get(plain(name));
  }
}

const variable = /\$\(([A-Za-z_][^()$]*)\)/g;

/** `params["a"]` and `params['a']` are `params.a`. */
function plain(name: string): string {
  return name.includes('[') ? name.replaceAll(/\[(["'])(.*?)\1\]/g, '.$2') : name;
}
