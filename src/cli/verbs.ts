import type { Command } from './command';

/** @internal */
export interface Verb {
  /** One line for the list of verbs. */
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

/**
 * The verbs, in the order of the help. Only the one that was typed is loaded, so that each starts at once.
 *
 * @internal
 */
export const verbs: { readonly [name: string]: Verb } = {
  explain: {
    summary: 'all about one rule of the lint, or one error',
    load: async () => (await import('./commands/explain.js')).command,
  },
  graph: {
    summary: 'draw pipelines as a Mermaid flowchart',
    load: async () => (await import('./commands/graph.js')).command,
  },
  init: {
    summary: 'make a project that works in an empty folder',
    load: async () => (await import('./commands/init.js')).command,
  },
  lint: {
    summary: 'find what engines refuse, and what goes wrong though they take it',
    load: async () => (await import('./commands/lint.js')).command,
  },
  rules: {
    summary: 'what the lint looks for',
    load: async () => (await import('./commands/rules.js')).command,
  },
  run: {
    summary: 'play a run on this machine, with the real programs',
    load: async () => (await import('./commands/run.js')).command,
  },
  simulate: {
    summary: 'play workflows without a cluster',
    load: async () => (await import('./commands/simulate.js')).command,
  },
  synth: {
    summary: 'write the manifests of an app, or say what it would change',
    load: async () => (await import('./commands/synth.js')).command,
  },
  verify: {
    summary: 'prove that nothing untested is promoted',
    load: async () => (await import('./commands/verify.js')).command,
  },
};
