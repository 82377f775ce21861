import { namesIn } from '../../../expr/argo/references';
import type { Container, Template } from '../../../schemas/argo/types';
import type { YamlPath } from '../../../yaml/read';
import { yaml } from '../../example';
import type { Rule } from '../../rule';
import { templatesIn } from '../templates';

/** @internal */
export const textIntoProgram: Rule = {
  code: 'MLL2302',
  title: 'a value that becomes program text',
  severity: 'error',
  why: 'Who sets the value writes the program: a quote or $( ) in it is run by the shell. Even an honest value may break it.',
  fix: 'hand the value on in env, and read it there: "$MESSAGE"',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          inputs:
            parameters:
              - name: message
                value: hello
          script:
            image: busybox:1.36.1
            command: [sh]
            source: |
              echo {{inputs.parameters.message}}
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: main
      templates:
        - name: main
          inputs:
            parameters:
              - name: message
                value: hello
          script:
            image: busybox:1.36.1
            command: [sh]
            env:
              - name: MESSAGE
                value: '{{inputs.parameters.message}}'
            source: |
              echo "$MESSAGE"
  `,
  *check(project) {
    for (const { object, template, at, name } of templatesIn(project)) {
      for (const { text, path } of programsOf(template, at)) {
        const names = [...new Set(namesIn(text).filter(isFromOutside))];
        if (names.length > 0)
          yield {
            document: object.document,
            path,
            message: `the program of '${name}' has ${names.map((each) => `{{${each}}}`).join(', ')} in its text`,
          };
      }
    }
  },
};

/** What the engine itself makes up can not carry a quote. */
function isFromOutside(name: string): boolean {
  if (
    /^(?:pod\.name|retries|node\.name|workflow\.(?:name|uid|namespace|creationTimestamp.*|duration|status|mainEntrypoint|serviceAccountName))$/.test(
      name,
    )
  )
    return false;
  if (/\.path$/.test(name) || /\.(?:id|ip|status|exitCode|startedAt|finishedAt)$/.test(name)) return false;
  return /^(?:inputs|workflow|item|steps|tasks)(?:\.|$)/.test(name);
}

function* programsOf(template: Template, at: YamlPath): Generator<{ readonly text: string; readonly path: YamlPath }> {
  if (template.script !== undefined) yield { text: template.script.source ?? '', path: [...at, 'script', 'source'] };
  const containers: readonly (readonly [Pick<Container, 'command' | 'args'> | undefined, YamlPath])[] = [
    [template.container, [...at, 'container']],
    ...(template.containerSet?.containers ?? []).map(
      (each, i) => [each, [...at, 'containerSet', 'containers', i]] as const,
    ),
    ...(template.initContainers ?? []).map((each, i) => [each, [...at, 'initContainers', i]] as const),
    ...(template.sidecars ?? []).map((each, i) => [each, [...at, 'sidecars', i]] as const),
  ];
  for (const [container, path] of containers) {
    const { command = [], args = [] } = container ?? {};
    const words = [
      ...command.map((text, i) => ({ text, path: [...path, 'command', i] })),
      ...args.map((text, i) => ({ text, path: [...path, 'args', i] })),
    ];
    const flag = words.findIndex(({ text }) => /^-[a-z]*c$|^-e$|^--eval$/.test(text));
    const program = words[flag + 1];
    if (flag > 0 && isInterpreter(words[0]?.text ?? '') && program !== undefined) yield program;
  }
}

const isInterpreter = (word: string): boolean =>
  /(?:^|\/)(?:ba|da|a|z|k)?sh$|(?:^|\/)(?:python[\d.]*|node|perl|ruby)$/.test(word);
