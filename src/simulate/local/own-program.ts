import { type ProgramName, programFile, programNames } from '../../programs/bundle';
import type { Container, Template } from '../../schemas/argo/types';

/** A pod that runs one of our programs and nothing beside it. @internal */
export interface OwnProgram {
  readonly name: ProgramName;
  /** Where it is in the container. */
  readonly path: string;
  readonly container: Container;
}

/** The program of a template, if it is one that needs nothing but Node. @internal */
export function ownProgram({ container, initContainers = [], sidecars = [] }: Template): OwnProgram | undefined {
  if (container === undefined || initContainers.length > 0 || sidecars.length > 0) return undefined;
  const [command, path = '', ...more] = [...(container.command ?? []), ...(container.args ?? [])];
  if (command !== 'node' || more.length > 0) return undefined;
  const name = programNames.find((each) => path === `/program/${programFile(each)}`);
  return name && { name, path, container };
}
