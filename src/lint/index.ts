export type { Finding, Severity } from './finding';
export { type LintFile, lint } from './lint';
export type { LintOptions } from './options';
export type { LintTargets, TektonSetting } from './targets';
