/** A container of a manifest, as far as tests change it. */
export interface Container {
  readonly command?: readonly string[];
  readonly env?: readonly EnvVar[];
}

export interface EnvVar {
  readonly name: string;
  readonly value?: string;
}

/** The same container with other values where it has these variables. */
export function withEnv<T extends Container>(container: T, values: Readonly<Record<string, string>>): T {
  const { env } = container;
  if (env === undefined) return container;
  return {
    ...container,
    env: env.map((variable) => {
      const value = values[variable.name];
      return value === undefined ? variable : { name: variable.name, value };
    }),
  };
}
