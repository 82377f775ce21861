export { hold } from './builder/add-match';
export type { Code } from './codes';
export {
  and,
  atLeast,
  atMost,
  type Condition,
  equals,
  isOneOf,
  lessThan,
  moreThan,
  type NumberCondition,
  not,
  or,
} from './condition';
export type { Access } from './container/access';
export type { ContainerProps, SideContainer } from './container/container';
export {
  configKey,
  type EngineValue,
  type Env,
  type EnvValue,
  type KeyOf,
  podUid,
  runName,
  secretKey,
} from './container/env';
export type { Exemptions } from './container/identity';
export { Image } from './container/image';
export type { Placement, Toleration } from './container/placement';
export type { Gpu, RequestAndLimit, Resources } from './container/resources';
export type { Backoff, Retry } from './container/retry';
export { type AccessMode, type ScratchOptions, type SharedOptions, Volume } from './container/volume';
export { PipelineError, type Problem } from './error';
export { field } from './field';
export { fmt } from './format';
export { artifact } from './parameter/artifact';
export { boolean } from './parameter/boolean';
export { integer } from './parameter/integer';
export { list } from './parameter/list';
export { number } from './parameter/number';
export type { NumberOptions } from './parameter/number-options';
export { oneOf } from './parameter/one-of';
export type {
  Artifact,
  HasDefault,
  InputsOf,
  Integer,
  Param,
  ParamOptions,
  Params,
  Scalar,
  ValueOf,
  ValuesOf,
} from './parameter/parameter';
export { record } from './parameter/record';
export { type TextOptions, text } from './parameter/text';
export { verdict } from './parameter/verdict';
export { type Pipeline, type PipelineOptions, pipeline } from './pipeline';
export { NotPortableError } from './portability';
export { type Queue, queue } from './queue';
export type { Input, Literal, Maybe, Ref, RefObject } from './ref';
export type {
  ApprovalOptions,
  Args,
  Arm,
  Arms,
  BranchOptions,
  Carried,
  Decision,
  ForEachOptions,
  FromArm,
  Gathered,
  Hold,
  None,
  OptionalStep,
  Ordered,
  PipelineScope,
  Produced,
  RefsIn,
  Scope,
  Step,
  StepArgs,
  StepOptions,
  Surplus,
} from './scope';
export { type After, type Fed, type Sequence, sequence } from './sequence';
export { type Argument, type Refs, type Task, type TaskContext, type TaskDefinition, task } from './task';
export type { TimeSpan } from './time-span';
export { type Unit, unitGraph, unitTypes } from './unit';
export type { Verdict } from './verdict';
