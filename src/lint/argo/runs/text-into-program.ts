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
      for (const { text, path, interpreter } of programsOf(template, at)) {
        const names = withoutPrefixes([...new Set(namesIn(text).filter(isFromOutside))]);
        const [first] = names;
        if (first !== undefined)
          yield {
            document: object.document,
            path,
            message: `the program of '${name}' has ${names.map((each) => `{{${each}}}`).join(', ')} in its text`,
            fix: `hand the value on in env, and read it there: ${readOf(first, interpreter)}`,
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

/** An expression reads a member by way of all that it is in. */
function withoutPrefixes(names: readonly string[]): readonly string[] {
  return names.filter((name) => !names.some((other) => other.startsWith(`${name}.`)));
}

/** How a language reads the variable for a value. */
function readOf(name: string, interpreter: string): string {
  const variable = (name.split('.').at(-1) ?? name).toUpperCase().replaceAll(/\W+/g, '_');
  const language = /[^/]*$/.exec(interpreter)?.[0].replace(/[\d.]+$/, '') ?? '';
  if (language === 'python') return `os.environ["${variable}"]`;
  if (language === 'node') return `process.env.${variable}`;
  if (language === 'ruby') return `ENV["${variable}"]`;
  if (language === 'perl') return `$ENV{${variable}}`;
  return isInterpreter(interpreter) ? `"$${variable}"` : `the variable ${variable}`;
}

interface Program {
  readonly text: string;
  readonly path: YamlPath;
  /** The word that runs it; empty where the image decides. */
  readonly interpreter: string;
}

function* programsOf(template: Template, at: YamlPath): Generator<Program> {
  const { script } = template;
  if (script !== undefined) {
    const interpreter = (script.command ?? []).find((word) => !/(?:^|\/)env$/.test(word)) ?? '';
    yield { text: script.source ?? '', path: [...at, 'script', 'source'], interpreter };
  }
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
    const interpreter = words[0]?.text ?? '';
    if (flag > 0 && isInterpreter(interpreter) && program !== undefined) yield { ...program, interpreter };
  }
}

const isInterpreter = (word: string): boolean =>
  /(?:^|\/)(?:ba|da|a|z|k)?sh$|(?:^|\/)(?:python[\d.]*|node|perl|ruby)$/.test(word);
