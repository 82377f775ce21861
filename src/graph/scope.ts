import type { Definition } from './definitions';
import type { Picture } from './picture';
import type { Naming } from './subject';

/** Where something is drawn, and what is known there. @internal */
export interface Scope {
  readonly picture: Picture;
  readonly definition: Definition;
  /** All that a `templateRef` can mean. */
  readonly definitions: readonly Definition[];
  /** Place of the template's call, as a path of steps. */
  readonly path: string;
  readonly naming: Naming;
  readonly box: string | undefined;
  /** How often what is drawn here runs, if not once. */
  readonly loop: string;
  /** How many more boxes may be opened inside of each other. */
  readonly depth: number;
  /** The templates that are open around this place, to tell one that calls itself. */
  readonly open: readonly object[];
}
