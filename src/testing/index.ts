export * from '../simulate/index';
export { type Matched, matchers } from './matchers';
export { trace } from './trace';
