export type { Finding, Severity } from './finding';
export { type LintFile, lint } from './lint';
export type { LintTargets, TektonSetting } from './lint-targets';
export type { LintOptions } from './options';
