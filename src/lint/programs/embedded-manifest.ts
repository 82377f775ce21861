import { type ManifestValue, manifestsIn } from '../../yaml/manifest';
import { readYaml, type YamlPath } from '../../yaml/read';
import { templatesIn } from '../argo/templates';
import type { LintDocument } from '../document';
import { yaml } from '../example';
import { pathText } from '../finding';
import { type Project, projectOf } from '../project';
import type { Rule } from '../rule';
import { removedField } from '../structure/removed-field';
import { removedVersion } from '../structure/removed-version';
import { unknownField } from '../structure/unknown-field';
import { unknownKind } from '../structure/unknown-kind';
import { commandsOf, programsIn } from './programs';

/** @internal */
export const embeddedManifest: Rule = {
  code: 'MLL3060',
  title: 'a manifest in a program that has a field, a kind or a version which there is not',
  severity: 'error',
  why: 'kubectl refuses it when it runs: unknown field, or no matches for kind. Nothing else looks at it before.',
  fix: 'remove what there is not, or correct its name',

  bad: yaml`
    apiVersion: batch/v1
    kind: CronJob
    metadata:
      name: retrain
    spec:
      schedule: '0 2 * * 0'
      concurrencyPolicy: Forbid
      jobTemplate:
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
                - name: start
                  image: kubectl:1.36.1
                  command: [sh, -c]
                  args:
                    - |
                      cat <<EOF | kubectl create -f -
                      apiVersion: tekton.dev/v1
                      kind: PipelineRun
                      metadata:
                        generateName: retrain-
                      spec:
                        timeout: 30m
                        pipelineRef:
                          name: retrain
                      EOF
  `,
  good: yaml`
    apiVersion: batch/v1
    kind: CronJob
    metadata:
      name: retrain
    spec:
      schedule: '0 2 * * 0'
      concurrencyPolicy: Forbid
      jobTemplate:
        spec:
          template:
            spec:
              restartPolicy: Never
              containers:
                - name: start
                  image: kubectl:1.36.1
                  command: [sh, -c]
                  args:
                    - |
                      cat <<EOF | kubectl create -f -
                      apiVersion: tekton.dev/v1
                      kind: PipelineRun
                      metadata:
                        generateName: retrain-
                      spec:
                        timeouts:
                          pipeline: 30m
                        pipelineRef:
                          name: retrain
                      EOF
  `,
  *check(project) {
    for (const { document, text, path } of manifestTexts(project)) {
      for (const inner of readManifests(text)) {
        const own = projectOf([inner], project.targets);
        for (const rule of [unknownKind, removedVersion, unknownField, removedField]) {
          for (const problem of rule.check(own))
            yield {
              document,
              path,
              message: `in the ${kindOf(inner.value)} that is made here, ${pathText(problem.path)}: ${problem.message}`,
              fix: problem.fix,
            };
        }
      }
    }
  },
};

interface ManifestText {
  readonly document: LintDocument;
  readonly text: string;
  readonly path: YamlPath;
}

function* manifestTexts(project: Project): Generator<ManifestText> {
  for (const { object, template, at } of templatesIn(project)) {
    const { manifest = '', action } = template.resource ?? {};
    if (action === 'create' || action === 'apply' || action === 'replace')
      yield { document: object.document, text: manifest, path: [...at, 'resource', 'manifest'] };
  }
  for (const program of programsIn(project)) {
    const { document, path } = program;
    const texts = new Set(commandsOf(program).flatMap(({ line }) => line.heredoc ?? []));
    for (const text of texts) {
      if (/^\s*apiVersion:/m.test(text) && /^\s*kind:/m.test(text)) yield { document, text, path };
    }
  }
}

/** What is put in when it runs is a word for now. */
const variable = /\{\{[^{}]*\}\}|\$\([^()\n]*\)|\$\{[^{}\n]*\}|\$\w+/g;

function readManifests(text: string): readonly LintDocument[] {
  const filled = text.replaceAll(variable, 'x');
  const { documents, problems } = readYaml(filled);
  return problems.length > 0 ? [] : documents.flatMap((each) => manifestsIn(each, '', filled));
}

const kindOf = ({ kind }: ManifestValue): string => kind;
