import type { Candidate } from '../../../src/programs/release/candidate';
import type { EnvironmentState, State } from './state';

/** What a gate is started with by hand. */
export function argumentsOf({ modelVersion, runId, digest, commit, uri }: Candidate): Readonly<Record<string, string>> {
  return { 'model-version': modelVersion, 'run-id': runId, digest, commit, uri };
}

/** An environment where a version runs and everybody says so, with nothing open. */
export function at(version: string, more: Partial<EnvironmentState> = {}): EnvironmentState {
  return {
    phase: 'idle',
    locked: false,
    candidate: version,
    deployed: version,
    good: version,
    hold: null,
    rejected: [],
    git: version,
    fenced: true,
    alias: version,
    runs: version,
    ...more,
  };
}

/** Of a version, where git, registry and cluster follow the record. */
export function running(version: string, more: Partial<EnvironmentState>): EnvironmentState {
  return { ...at(version), ...more };
}

/** Where everything is after `reset`. */
export const start: Pick<State, 'staging' | 'canary' | 'production' | 'tagged' | 'verdicts'> = {
  staging: at('2'),
  canary: at('2'),
  production: at('1'),
  tagged: [],
  verdicts: [],
};
