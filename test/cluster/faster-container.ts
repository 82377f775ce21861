import type { Container, EnvVar } from './container';

/** Numbers that are lowered, so that a test takes seconds: nothing else of what is emitted is changed. */
const lowered: Readonly<Record<string, number>> = {
  DEADLINE_SECONDS: 60,
  LOCK_WAIT_SECONDS: 6,
  SOURCE_ROLLOUT_SECONDS: 10,
  TARGET_ROLLOUT_SECONDS: 10,
  SAMPLE_SECONDS: 0.1,
};

/** Numbers that have a default in the programs, and are not emitted. */
const added: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'release.mjs': { LEASE_SECONDS: 6, SOURCE_POLL_SECONDS: 0.1, TARGET_POLL_SECONDS: 0.1 },
  'wait-rollout.mjs': { POLL_SECONDS: 0.1 },
  'check-http.mjs': { POLL_SECONDS: 0.1 },
};

/** By step; for what waits for something that never comes. */
const ofStep: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'wait-rollout': { DEADLINE_SECONDS: 10 },
  'check-http-predict': { DEADLINE_SECONDS: 10 },
};

/** The same container with shorter times. */
export function fasterContainer(container: Container, step: string): Container {
  const { command = [], env } = container;
  if (env === undefined) return container;
  const program = command.map((word) => word.replace('/program/', '')).find((word) => added[word] !== undefined);
  const more = Object.entries(added[program ?? ''] ?? {}).filter(([name]) => isTold(env, name));
  return {
    ...container,
    env: [
      ...env.map((variable) => lower(variable, { ...lowered, ...ofStep[step] })),
      ...more.map(([name, value]) => ({ name, value: String(value) })),
    ],
  };
}

/** Only a step that waits for a roll-out is told how often it looks. */
function isTold(env: readonly EnvVar[], name: string): boolean {
  const side = /^(SOURCE|TARGET)_POLL/.exec(name)?.[1];
  return side === undefined || env.some((variable) => variable.name === `${side}_ROLLOUT_SECONDS`);
}

function lower(variable: EnvVar, to: Readonly<Record<string, number>>): EnvVar {
  const { name, value = '' } = variable;
  if (name === 'LOAD') return { name, value: fewerRequests(value) };
  const most = to[name];
  return most === undefined || Number(value) <= most ? variable : { name, value: String(most) };
}

/** No warm-up, and fewer requests. */
function fewerRequests(load: string): string {
  const { measure, ...rest } = JSON.parse(load);
  return JSON.stringify({ ...rest, warmUpSeconds: 0, measure: { ...measure, requests: 20 } });
}
