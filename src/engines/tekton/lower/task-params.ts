import { freeName } from '../../../core/free-name';
import type { Param, ParamSpec } from '../../../schemas/tekton/types';
import { itemText } from './draft';

/**
 * The parameters of a task while it is put together: every text that comes from outside gets one, so that inside the task
 * there are only its own names.
 *
 * @internal
 */
export class TaskParams {
  readonly #byText = new Map<string, string>();
  readonly #named = new Map<string, string>();
  readonly #itemsOf: string | undefined;

  /** `item` is the name that a matrix gives its item. */
  constructor(names: readonly string[], isLoop: boolean) {
    this.#itemsOf = isLoop ? freeName('item', (name) => names.includes(name)) : undefined;
    if (this.#itemsOf !== undefined) this.#byText.set(itemText, this.#itemsOf);
  }

  /** The parameter that a matrix fills. */
  get item(): string {
    return this.#itemsOf ?? 'item';
  }

  /** A parameter of this name for a text. */
  declare(name: string, text: string): void {
    this.#named.set(name, text);
  }

  /** The parameter for a text, named after it. */
  nameOf = (text: string): string => {
    const known = this.#byText.get(text) ?? [...this.#named].find(([, own]) => own === text)?.[0];
    if (known !== undefined) return known;
    const taken = (name: string) => this.#named.has(name) || name === this.#itemsOf;
    const name = freeName(plainName(text), taken);
    this.#byText.set(text, name);
    this.#named.set(name, text);
    return name;
  };

  /** What the task declares. */
  specs(): readonly ParamSpec[] {
    const item = this.#itemsOf === undefined ? [] : [{ name: this.#itemsOf, type: 'string' }];
    return [...item, ...[...this.#named].map(([name, text]) => ({ name, type: isList(text) ? 'array' : 'string' }))];
  }

  /** What the pipeline passes. */
  params(): readonly Param[] {
    return [...this.#named].map(([name, value]) => ({ name, value }));
  }

  /** Arguments that give a program the parameters of these names: `name=text`, or `name[]` and its items. */
  arguments(names: readonly string[]): readonly string[] {
    return names.flatMap((name) =>
      isList(this.#named.get(name) ?? '') ? [`${name}[]`, `$(params.${name}[*])`] : [`${name}=$(params.${name})`],
    );
  }
}

function isList(text: string): boolean {
  return /^\$\([^)]*\[\*\]\)$/.test(text);
}

/** Only a pipeline knows it, so its tasks are told. @internal */
export const runNameText = '$(context.pipelineRun.name)';

/** `$(tasks.train.results.model-version)` is `train-model-version`. */
function plainName(text: string): string {
  if (text === runNameText) return 'run-name';
  const whole = /^\$\((?:tasks|params)\.([a-z0-9-]+)(?:\.results\.([a-z0-9-]+))?(?:\[\*\])?\)$/.exec(text);
  const name = whole === null ? 'value' : [whole[1], whole[2]].filter((part) => part !== undefined).join('-');
  return /^[a-z]/.test(name) ? name : `value-${name}`;
}
