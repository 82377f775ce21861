import type { Env } from '../core/container/env';
import { kebabCase } from '../core/names';
import type { Param } from '../core/parameter/parameter';
import { text } from '../core/parameter/text';
import { type Member, variableOf } from '../programs/members/member';
import type { MlflowRegistry } from './mlflow-registry';

interface Named {
  readonly name: string;
}

/** A member as programs know it: named as its files are. @internal */
export function memberRule({ name, required }: Named & { readonly required: boolean }): Member {
  return { name: kebabCase(name), required };
}

/** What a program is handed for each member: the id of a run, or `none`; it looks at it itself. @internal */
export function memberInputs(members: readonly Named[]): { readonly [name: string]: Param<string, false> } {
  return Object.fromEntries(members.map(({ name }) => [name, text()]));
}

/** The variables by which a program is told them. @internal */
export function runOfMember(members: readonly Named[], inputs: { readonly [name: string]: Env[string] }): Env {
  return Object.fromEntries(members.map(({ name }) => [variableOf(kebabCase(name)), inputs[name] ?? 'none']));
}

/** The server of a registry, for a program that is about several models of it. @internal */
export function serverOf(registry: MlflowRegistry): Env {
  const { MLFLOW_REGISTERED_MODEL: _, ...server } = registry.env;
  return server;
}
