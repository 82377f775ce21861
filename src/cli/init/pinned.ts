import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a new project needs beside this package, and what it needs to be worked on. */
const wanted = {
  dependencies: ['cdk8s', 'cdk8s-plus-28', 'constructs'],
  devDependencies: ['@types/node', 'tsx', 'typescript', 'vitest'],
} as const;

/** The packages of a new project in the exact versions that this one is developed and tested with. @internal */
export function pinned(): { readonly [kind in keyof typeof wanted]: Readonly<Record<string, string>> } {
  const own = JSON.parse(readFileSync(join(__dirname, '../../../package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const versionsOf = (names: readonly string[]): Readonly<Record<string, string>> =>
    Object.fromEntries(names.map((name) => [name, own.devDependencies[name] ?? '*']));
  return {
    dependencies: { ...versionsOf(wanted.dependencies), [own.name]: own.version },
    devDependencies: versionsOf(wanted.devDependencies),
  };
}
