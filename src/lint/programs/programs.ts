import { isMap } from '../../yaml/is-map';
import type { YamlPath } from '../../yaml/read';
import type { LintDocument } from '../document';
import { containersIn } from '../pods/containers';
import type { Project } from '../project';
import { type ShellCommand, shellCommands } from './shell';

/** Program text that stands in a manifest. @internal */
export interface PlacedProgram {
  readonly document: LintDocument;
  readonly text: string;
  readonly language: 'shell' | 'python' | 'other';
  readonly path: YamlPath;
  /** The container that it runs in: where `env` is. */
  readonly container: Readonly<Record<string, unknown>>;
  /** Way to the container. */
  readonly at: YamlPath;
  /** Whether the engine puts values into it; the words of a command that is no program of a shell are no text. */
  readonly isText: boolean;
}

const known = new WeakMap<Project, ReadonlyMap<LintDocument, readonly PlacedProgram[]>>();

/**
 * The programs of all containers: scripts, what stands after `sh -c` or `python -c`, and plain commands, which read like a line
 * of a shell. The files of ConfigMaps that are programs, too.
 *
 * @internal
 */
export function programsIn(project: Project): readonly PlacedProgram[] {
  let all = flat.get(project);
  if (all === undefined) {
    all = [...byDocument(project).values()].flat();
    flat.set(project, all);
  }
  return all;
}

const flat = new WeakMap<Project, readonly PlacedProgram[]>();

/** Those of one place in a document, and below it. @internal */
export function programsBelow(project: Project, document: LintDocument, at: YamlPath): readonly PlacedProgram[] {
  const own = byDocument(project).get(document) ?? [];
  return own.filter(({ path }) => at.every((step, i) => path[i] === step));
}

function byDocument(project: Project): ReadonlyMap<LintDocument, readonly PlacedProgram[]> {
  const found = known.get(project);
  if (found !== undefined) return found;
  const placed = [...containersIn(project), ...stepActionsIn(project)].flatMap((each) => [...programsOf(each)]);
  const all = new Map<LintDocument, PlacedProgram[]>();
  for (const program of [...placed, ...project.documents.flatMap(filesOf)]) {
    const list = all.get(program.document) ?? [];
    list.push({ ...program, text: withoutData(program.text) });
    all.set(program.document, list);
  }
  known.set(project, all);
  return all;
}

/** What is very long is data, and no program that somebody wrote by hand. */
function withoutData(text: string): string {
  return text.slice(0, 100_000).replaceAll(/^(.{1000}).+$/gm, '$1');
}

const commands = new WeakMap<PlacedProgram, readonly ShellCommand[]>();

/** The commands of a program of a shell; none of other languages. @internal */
export function commandsOf(program: PlacedProgram): readonly ShellCommand[] {
  const found = commands.get(program) ?? (program.language === 'python' ? [] : shellCommands(program.text));
  commands.set(program, found);
  return found;
}

/** The first line of a program that has something. @internal */
export function lineWith(text: string, pattern: RegExp): string | undefined {
  return text.split('\n').find((line) => pattern.test(line));
}

type Placed = Pick<PlacedProgram, 'document' | 'container' | 'at'>;

function stepActionsIn({ documents }: Project): readonly Placed[] {
  return documents.flatMap((document) => {
    const { apiVersion, kind, spec } = document.value;
    const isAction = apiVersion.startsWith('tekton.dev/') && kind === 'StepAction' && isMap(spec);
    return isAction ? [{ document, container: spec, at: ['spec'] }] : [];
  });
}

function* programsOf(placed: Placed): Generator<PlacedProgram> {
  const { container, at } = placed;
  const command = wordsIn(container.command);
  for (const field of ['script', 'source'] as const) {
    const text = container[field];
    if (typeof text !== 'string') continue;
    const language = languageOf(/^#!(.*)/.exec(text)?.[1] ?? (command.join(' ') || 'sh'));
    yield { ...placed, text, language, path: [...at, field], isText: true };
  }
  if (typeof container.script === 'string' || typeof container.source === 'string') return;
  const words = [
    ...command.map((text, i) => ({ text, path: [...at, 'command', i] })),
    ...wordsIn(container.args).map((text, i) => ({ text, path: [...at, 'args', i] })),
  ];
  const flag = words.findIndex(({ text }) => /^-[a-z]*c$|^-e$|^--eval$/.test(text));
  const program = words[flag + 1];
  const language = languageOf(words[0]?.text ?? '');
  if (flag > 0 && program !== undefined && isInterpreter(words[0]?.text ?? ''))
    yield { ...placed, text: program.text, language, path: program.path, isText: true };
  else if (words[0] !== undefined) {
    const text = words.map((word) => (/[\s;|&]/.test(word.text) ? `'${word.text}'` : word.text)).join(' ');
    yield { ...placed, text, language: 'shell', path: words[0].path.slice(0, -1), isText: false };
  }
}

/** Scripts that are mounted. */
function filesOf(document: LintDocument): readonly PlacedProgram[] {
  const { apiVersion, kind, data } = document.value;
  if (apiVersion !== 'v1' || kind !== 'ConfigMap' || !isMap(data)) return [];
  return Object.entries(data).flatMap(([name, text]) => {
    const language = /\.(?:ba)?sh$/.test(name) ? 'shell' : name.endsWith('.py') ? 'python' : undefined;
    if (language === undefined || typeof text !== 'string') return [];
    return [
      { document, text, language, path: ['data', name], container: {}, at: ['data', name], isText: false } as const,
    ];
  });
}

const wordsIn = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];

const isInterpreter = (word: string): boolean =>
  languageOf(word) !== 'other' || /(?:^|\/)(?:node|perl|ruby)$/.test(word);

function languageOf(words: string): PlacedProgram['language'] {
  if (/\bpython[\d.]*\b/.test(words)) return 'python';
  return /(?:^|[\s/])(?:ba|da|a|z|k)?sh\b/.test(words) ? 'shell' : 'other';
}

/** A line of a program, short enough for a message. @internal */
export function excerpt(line: string): string {
  const text = line.trim().replaceAll(/\s+/g, ' ');
  return `'${text.length > 60 ? `${text.slice(0, 57)}…` : text}'`;
}
