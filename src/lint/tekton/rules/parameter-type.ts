import type { ParamSpec } from '../../../schemas/tekton/types';
import type { YamlPath } from '../../../yaml/read';
import { yaml } from '../../example';
import type { Problem } from '../../finding';
import type { Rule } from '../../rule';
import { parametersIn } from '../parameters';
import { asText, typeOfParam, typeOfValue } from '../values';

const types = ['string', 'array', 'object'];

/** @internal */
export const parameterType: Rule = {
  code: 'MLL1310',
  title: 'a parameter whose type, default, properties or choices do not fit each other',
  severity: 'error',
  why: 'The webhook of Tekton refuses the object.',
  fix: 'make them fit',
  engine:
    /type does not match default value's type|[Tt]he value type specified for these keys|missing field\(s\): .*\.properties|enum can only be set|enum value .* appears more than once|not in the enum list|invalid value: .*\.type/,
  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      params:
        - name: files
          type: array
          default: data.csv
      steps:
        - name: train
          ref:
            name: train
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      params:
        - name: files
          type: array
          default: [data.csv]
      steps:
        - name: train
          ref:
            name: train
  `,
  *check(project) {
    for (const { object, params, at, isOfTask } of parametersIn(project)) {
      for (const [i, param] of params.entries())
        for (const problem of problemsOf(param, [...at, i], isOfTask, object.kind !== 'StepAction'))
          yield { document: object.document, ...problem };
    }
  },
};

function* problemsOf(
  param: ParamSpec,
  at: YamlPath,
  needsProperties: boolean,
  checksEnum: boolean,
): Generator<Omit<Problem, 'document'>> {
  const { name, properties, default: value, enum: choices = [] } = param;
  const type = typeOfParam(param);
  if (!types.includes(type)) {
    yield {
      path: [...at, 'type'],
      message: `'${type}' is no type of a parameter`,
      fix: 'write string, array or object',
    };
    return;
  }
  const given = value === undefined ? type : typeOfValue(value);
  if (given !== type)
    yield {
      path: [...at, 'default'],
      message: `'${name}' is of type ${type}, and its default is of type ${given}`,
      fix: `write 'type: ${given}', or another default`,
    };
  for (const [key, { type: each = 'string' }] of Object.entries(properties ?? {}))
    if (each !== '' && each !== 'string')
      yield {
        path: [...at, 'properties', key, 'type'],
        message: `'${key}' of '${name}' is of type ${each}, and all are strings`,
        fix: 'write string',
      };
  if (type === 'object' && properties === undefined && needsProperties)
    yield {
      path: at,
      message: `'${name}' is an object, and does not say what it has`,
      fix: "write its keys: 'properties: {key: {type: string}}'",
    };
  if (choices.length === 0 || !checksEnum) return;
  if (type !== 'string')
    yield {
      path: [...at, 'enum'],
      message: `'${name}' is of type ${type}, and only strings have choices`,
      fix: "remove 'enum'",
    };
  if (new Set(choices).size < choices.length)
    yield { path: [...at, 'enum'], message: `a choice of '${name}' is there twice`, fix: 'remove one of the two' };
  if (value !== undefined && given === 'string' && asText(value) !== '' && !choices.includes(asText(value)))
    yield {
      path: [...at, 'default'],
      message: `'${asText(value)}' is none of the choices of '${name}'`,
      fix: `write one of ${choices.join(', ')}`,
    };
}
