import { checkProps } from '../../core/check-props';
import { PipelineError } from '../../core/error';
import type { DeclaredSet, NativeGraph } from '../../core/graph/unit-graph';
import { checkName, checkParameterNames } from '../../core/names';
import type { InputsOf, Params, ValueOf } from '../../core/parameter/parameter';
import { podOutputs } from '../../core/task';
import { secondsOf, type TimeSpan } from '../../core/time-span';
import { type Unit, unitGraph } from '../../core/unit';
import type { RawStep, RawTemplate } from './native';

/** @public */
export interface RawTemplateProps<I extends Params, O extends Params> {
  readonly inputs?: I | undefined;
  /** Read from files under `/out` unless `template.outputs` says where else. */
  readonly outputs?: O | undefined;
  /** The template in Argo's own words, without name and inputs. */
  readonly template: RawTemplate['template'];
  /** Counts into the deadline of the run. @default - nothing */
  readonly timeout?: TimeSpan | undefined;
}

/** @public */
export interface RawStepProps<I extends Params, O extends Params> {
  readonly inputs?: I | undefined;
  readonly outputs?: O | undefined;
  /** The task in Argo's own words, without name, arguments, order and condition: those come from the pipeline. */
  readonly step: RawStep['step'];
  /** Counts into the deadline of the run. @default - nothing */
  readonly timeout?: TimeSpan | undefined;
}

/**
 * A template in Argo's own words as a typed unit, for what this library has no word for. Nothing is added to it: account,
 * security context and limits are yours.
 *
 * @see https://argo-workflows.readthedocs.io/en/latest/fields/#template
 * @example
 * ```ts
 * const wait = rawTemplate('wait', { template: { suspend: { duration: '30s' } } });
 * ```
 * @public
 */
export function rawTemplate<const I extends Params = {}, const O extends Params = {}>(
  name: string,
  props: RawTemplateProps<I, O>,
): Unit<InputsOf<I>, { readonly [K in keyof O]: ValueOf<O[K]> }> {
  return native(name, props, { raw: 'template', template: props.template } satisfies RawTemplate);
}

/**
 * A step in Argo's own words as a typed unit: a template of a WorkflowTemplate that is in the cluster already, hooks, a
 * sequence.
 *
 * @see https://argo-workflows.readthedocs.io/en/latest/fields/#dagtask
 * @example
 * ```ts
 * const notify = rawStep('notify', {
 *   inputs: { text: text() },
 *   step: { templateRef: { name: 'slack', template: 'send' } },
 * });
 * ```
 * @public
 */
export function rawStep<const I extends Params = {}, const O extends Params = {}>(
  name: string,
  props: RawStepProps<I, O>,
): Unit<InputsOf<I>, { readonly [K in keyof O]: ValueOf<O[K]> }> {
  return native(name, props, { raw: 'step', step: props.step } satisfies RawStep);
}

function native<I, O>(
  name: string,
  props: {
    readonly inputs?: Params | undefined;
    readonly outputs?: Params | undefined;
    readonly timeout?: TimeSpan | undefined;
  },
  body: RawTemplate | RawStep,
): Unit<I, O> {
  checkName(name, `a raw ${body.raw}`);
  checkProps(props, ['inputs', 'outputs', 'timeout', body.raw], `raw ${body.raw} '${name}'`);
  const reserved =
    body.raw === 'template' ? ['name', 'inputs'] : ['name', 'arguments', 'depends', 'dependencies', 'when'];
  const taken = Object.keys(body.raw === 'template' ? body.template : body.step).find((key) => reserved.includes(key));
  if (taken !== undefined) {
    throw new PipelineError({
      code: 'MLP1007',
      message: `raw ${body.raw} '${name}' sets '${taken}', which comes from the pipeline around it`,
      fix: `leave '${taken}' out`,
      actual: taken,
    });
  }
  const inputs: DeclaredSet = props.inputs ?? {};
  const outputs: DeclaredSet = podOutputs(props.outputs ?? {}, `'${name}'`);
  checkParameterNames(Object.keys(inputs), `an input of '${name}'`);
  checkParameterNames(Object.keys(outputs), `an output of '${name}'`);
  const graph: NativeGraph = Object.freeze({
    kind: 'native',
    name,
    inputs,
    outputs,
    engine: 'argo',
    native: body,
    timeoutSeconds: props.timeout === undefined ? undefined : secondsOf(props.timeout, `the timeout of '${name}'`),
  });
  return Object.freeze({ name, [unitGraph]: graph }) as Unit<I, O>;
}
