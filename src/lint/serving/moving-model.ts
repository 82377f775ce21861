import { isMap } from '../../yaml/is-map';
import type { YamlPath } from '../../yaml/read';
import type { LintDocument } from '../document';
import { yaml } from '../example';
import { objectsOf } from '../objects/named';
import { containersIn } from '../pods/containers';
import { valuesIn } from '../pods/parameter-values';
import type { Rule } from '../rule';

/** @internal */
export const movingModel: Rule = {
  code: 'MLL3059',
  title: 'a model that may be another one tomorrow',
  severity: 'warning',
  why: 'A pod that starts again, or the next replica, loads what is newest: what was tested is not what answers, and there is no way back.',
  fix: 'write the version that was tested: models:/name/7, an image by digest, a path with the version in it',

  bad: yaml`
    apiVersion: serving.kserve.io/v1beta1
    kind: InferenceService
    metadata:
      name: anomaly
    spec:
      predictor:
        model:
          modelFormat:
            name: sklearn
          storageUri: s3://models/anomaly/latest
  `,
  good: yaml`
    apiVersion: serving.kserve.io/v1beta1
    kind: InferenceService
    metadata:
      name: anomaly
    spec:
      predictor:
        model:
          modelFormat:
            name: sklearn
          storageUri: s3://models/anomaly/7
  `,
  *check(project) {
    const texts = [
      ...objectsOf(project, 'InferenceService', 'serving.kserve.io').flatMap((document) => [
        ...storageIn(document, document.value, []),
      ]),
      ...[...valuesIn(project)].map(({ document, text, path }) => ({ document, text, path })),
      ...containersIn(project).flatMap(({ document, container, at }) =>
        (['command', 'args'] as const).flatMap((field) =>
          (Array.isArray(container[field]) ? container[field] : []).flatMap((text: unknown, i) =>
            typeof text === 'string' ? [{ document, text, path: [...at, field, i] }] : [],
          ),
        ),
      ),
    ];
    for (const { document, text, path } of texts) {
      const uri = moving.exec(text)?.[0];
      if (uri !== undefined) yield { document, path, message: `'${uri}' is whatever is newest` };
    }
  },
};

const moving =
  /\bmodels:\/[\w.-]+\/(?:latest|none|staging|production)\b|\b(?:s3|gs|pvc|https?|hdfs|abfss?):\/\/[^\s'"]*\/latest\/?(?=$|[\s'"])|\b(?:s3|gs|pvc):\/\/[^\s'"]*\/latest\/[^\s'"]*|\boci:\/\/[^\s'"@]+:latest(?=$|[\s'"])/i;

function* storageIn(
  document: LintDocument,
  value: unknown,
  at: YamlPath,
): Generator<{ readonly document: LintDocument; readonly text: string; readonly path: YamlPath }> {
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) yield* storageIn(document, item, [...at, i]);
  } else if (isMap(value)) {
    for (const [field, member] of Object.entries(value)) {
      if (field === 'storageUri' && typeof member === 'string') yield { document, text: member, path: [...at, field] };
      else if (field !== 'containers') yield* storageIn(document, member, [...at, field]);
    }
  }
}
