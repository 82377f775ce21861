import type { NativeGraph } from '../../../core/graph/unit-graph';
import { kebabCase } from '../../../core/names';
import { wire } from '../../../core/wire';
import type { RawTemplate } from '../native';
import type { TemplateBody } from './context';
import { podInputs } from './declared-inputs';

/** A template in Argo's own words, with the declared inputs and outputs around it. @internal */
export function rawTemplateBody(unit: NativeGraph, template: RawTemplate['template']): TemplateBody {
  const { outputs, ...body } = template;
  const own = outputs?.parameters ?? [];
  const parameters = Object.entries(unit.outputs)
    .filter(([, { type }]) => type.kind !== 'artifact')
    .map(([name, { type, default: fallback }]) => {
      const file = kebabCase(name);
      const given = own.find((parameter) => parameter.name === file);
      const ending = fallback === undefined ? {} : { default: wire(fallback, type) };
      return given ?? { name: file, valueFrom: { path: `/out/${file}`, ...ending } };
    });
  const more = own.filter(({ name }) => !parameters.some((parameter) => parameter.name === name));
  const artifacts = Object.entries(unit.outputs).flatMap(([name, { type }]) =>
    type.kind === 'artifact' ? [{ name: kebabCase(name), path: type.path }] : [],
  );
  const all = {
    ...outputs,
    parameters: [...parameters, ...more],
    artifacts: [...artifacts, ...(outputs?.artifacts ?? [])],
  };
  return {
    ...podInputs(unit.inputs),
    ...(all.parameters.length + all.artifacts.length === 0
      ? {}
      : {
          outputs: {
            ...(all.parameters.length === 0 ? {} : { parameters: all.parameters }),
            ...(all.artifacts.length === 0 ? {} : { artifacts: all.artifacts }),
          },
        }),
    ...body,
  };
}
