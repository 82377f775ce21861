export type { Code } from './core/codes';
export { PipelineError, type Problem } from './core/error';
