import { PipelineError } from '../../../core/error';
import type { StepNode } from '../../../core/graph/node';
import type { DeclaredSet, ReferenceGraph, UnitGraph } from '../../../core/graph/unit-graph';
import { kebabCase } from '../../../core/names';
import type { DAGTask } from '../../../schemas/argo/types';
import { isRawStep, isRawTemplate } from '../native';
import { targetName } from '../target';
import type { Place } from '../value/place';
import { mayFail } from '../value/value';
import type { Callee, Context } from './context';
import { gateTemplate } from './gate-template';
import { argumentsOf } from './inputs';
import { pipelineCallee } from './pipeline-templates';
import { rawTemplateBody } from './raw-template';
import { taskTemplate } from './task-template';

/** How a step calls its unit: which template, with which arguments. @internal */
export type UnitCall = (Callee | Partial<DAGTask>) & Pick<DAGTask, 'arguments'>;

/** @internal */
export function unitCall(node: StepNode, place: Place, context: Context): UnitCall {
  const { unit } = node;
  const values = Object.entries(node.args).map(([name, value]) => ({
    name: kebabCase(name),
    value,
    type: declared(unit.inputs, name),
  }));
  return { ...calleeOf(unit, context), ...argumentsOf(values, place) };
}

/** Tells whether an argument of the step is checked when it is handed over. @internal */
export function callMayFail({ unit, args }: StepNode, place: Place): boolean {
  return Object.entries(args).some(([name, value]) => mayFail(value, declared(unit.inputs, name), place));
}

function declared(inputs: DeclaredSet, name: string): DeclaredSet[string]['type'] {
  return inputs[name]?.type ?? { kind: 'text' };
}

function calleeOf(unit: UnitGraph, context: Context): Callee | Partial<DAGTask> {
  switch (unit.kind) {
    case 'task':
      return unit.verdict === undefined
        ? { template: context.templates.ensure(unit.name, unit, () => taskTemplate(unit, context)) }
        : { template: context.templates.ensure(`${unit.name}-verdict`, unit, () => gateTemplate(unit, context)) };
    case 'pipeline':
      return pipelineCallee(unit, context);
    case 'reference':
      if (unit.engine !== 'argo') throw foreign(unit.engine, unit.name);
      checkNamespace(unit, context);
      checkSameTarget(unit, context);
      context.references.add(unit);
      return { templateRef: { name: unit.object.name, template: unit.unit.name } };
    case 'native':
      if (isRawTemplate(unit.native)) {
        const { template } = unit.native;
        return { template: context.templates.ensure(unit.name, unit, () => rawTemplateBody(unit, template)) };
      }
      if (isRawStep(unit.native)) return unit.native.step;
      throw foreign(unit.engine, unit.name);
  }
}

function checkNamespace({ name, object }: ReferenceGraph, { namespace, at }: Context): void {
  if (object.namespace === namespace) return;
  throw new PipelineError({
    code: 'MLP2006',
    message: `'${name}' is in namespace '${object.namespace ?? '(none)'}', its caller in '${namespace}'`,
    expected: 'one namespace: Argo resolves a templateRef in the namespace of the run',
    at,
  });
}

function checkSameTarget({ name, target }: ReferenceGraph, context: Context): void {
  if (target === targetName(context.target)) return;
  throw new PipelineError({
    code: 'MLP2003',
    message: `'${name}' is emitted for ${target}, its caller for ${targetName(context.target)}`,
    expected: 'one target for all that call each other',
    at: context.at,
  });
}

function foreign(engine: string, name: string): PipelineError {
  return new PipelineError({
    code: 'MLP2003',
    message: `'${name}' is written for ${engine}, the pipeline around it for Argo`,
    expected: 'one engine in a pipeline and in a chart',
  });
}
