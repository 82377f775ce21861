import type { Template } from '../../schemas/argo/types';
import type { Leaf, LeafOutput } from '../scenario/executor';
import type { Outcome } from '../scenario/outcome';
import { wordsFor } from './compared-words';
import { findTrainedChoices } from './find-trained-choices';
import { sampleFor } from './fitting-sample';
import { memberChoices } from './member-choices';
import { endsRed, programOf } from './our-programs';
import { selectBestChoices } from './select-best-choices';

/**
 * One thing that may become of a leaf.
 *
 * @internal
 */
export interface Choice {
  /** What is unusual about it; empty where all is well. */
  readonly deviation: string;
  /** A function changes the world first. */
  readonly outcome: Outcome | (() => Outcome);
  /** Outcomes that the control flow can't tell from this one, itself included. */
  readonly standsFor: number;
}

/** What the manifests are able to tell apart. @internal */
export interface Distinctions {
  readonly words: ReadonlyMap<string, ReadonlySet<string>>;
  /** Some text reads exit codes or messages. */
  readonly exitCodes: boolean;
  /** Patterns that an output has to match, by the last part of its name. */
  readonly patterns: ReadonlyMap<string, ReadonlySet<string>>;
}

/** The good one of some words, wherever somebody compares with it. */
const goodWords = ['pass', 'passed', 'ok', 'success', 'Succeeded', 'true', 'yes', 'approve', 'approved', 'promote'];

const goodOf = (words: readonly string[]): string | undefined => goodWords.find((word) => words.includes(word));

function wordsOf({ name, enum: declared = [] }: LeafOutput, { words }: Distinctions): readonly string[] {
  return [...new Set([...declared, ...wordsFor(words, name)])];
}

/** All is well: each output is the good one of its words, or a sample. */
function well(leaf: Leaf, distinctions: Distinctions): Choice {
  const outputs: Record<string, string> = {};
  for (const output of leaf.outputs) {
    const good = goodOf(wordsOf(output, distinctions)) ?? sampleFor(distinctions.patterns, output.name);
    if (good !== undefined) outputs[output.name] = good;
  }
  const result = leaf.readsResult ? goodOf(wordsFor(distinctions.words, 'result')) : undefined;
  const outcome: Outcome = { kind: 'ended', exitCode: 0, outputs, ...(result !== undefined && { result }) };
  return { deviation: '', outcome, standsFor: 1 };
}

/** What no pipeline should take for a word that it knows. */
const nonsense = 'some\nlog line: pass';

/** What is there to fail can hardly do anything else. */
const red: readonly Choice[] = [
  { deviation: '', outcome: { kind: 'ended', exitCode: 1 }, standsFor: 1 },
  { deviation: 'never starts', outcome: { kind: 'never-scheduled' }, standsFor: 2 },
];

/**
 * What may become of a leaf, the good end first: every word that somebody compares with, crashes, kills, errors of the
 * engine, missing and nonsensical outputs, pods that hang or never start.
 *
 * @param template as it is written, with its tags
 *
 * @internal
 */
export function choicesFor(leaf: Leaf, template: Template, distinctions: Distinctions): readonly Choice[] {
  if (leaf.kind === 'suspend') return suspended(leaf, distinctions);
  if (endsRed(template)) return red;
  const written = selectBestChoices(leaf, template) ??
    memberChoices(leaf, template) ??
    findTrainedChoices(leaf, template) ?? [
      well(leaf, distinctions),
      ...wordChoices(leaf, distinctions, programOf(template) !== undefined),
    ];
  return [
    ...written,
    ...failures(distinctions),
    {
      deviation: 'the machine or the engine fails',
      outcome: { kind: 'error', message: 'Error (exit code 1)' },
      standsFor: 2,
    },
    { deviation: 'hangs', outcome: { kind: 'hangs' }, standsFor: 1 },
    { deviation: 'never starts', outcome: { kind: 'never-scheduled' }, standsFor: 2 },
  ];
}

function failures({ exitCodes }: Distinctions): readonly Choice[] {
  const crash: Choice = { deviation: 'exits with 1', outcome: { kind: 'ended', exitCode: 1 }, standsFor: 3 };
  if (!exitCodes) return [crash];
  return [
    { ...crash, standsFor: 1 },
    { deviation: 'is killed', outcome: { kind: 'ended', exitCode: 137, reason: 'OOMKilled' }, standsFor: 2 },
  ];
}

/** @param ours the program is one of this library: it writes all its outputs, in words that it knows */
function wordChoices(leaf: Leaf, distinctions: Distinctions, ours: boolean): readonly Choice[] {
  const choices: Choice[] = [];
  for (const output of leaf.outputs) {
    const { name, default: fallback } = output;
    const words = wordsOf(output, distinctions);
    const good = goodOf(words);
    for (const word of words) if (word !== good) choices.push(leaves(name, word));
    if (ours) continue;
    if (words.length > 0 || leaf.outputs.length === 1) choices.push(leaves(name, nonsense, 'nonsense'));
    if (fallback !== undefined && words.length === 0) continue;
    choices.push({
      deviation: `writes no ${name}`,
      outcome: { kind: 'ended', exitCode: 0, outputs: { [name]: null } },
      standsFor: 1,
    });
  }
  if (!leaf.readsResult) return choices;
  const words = wordsFor(distinctions.words, 'result');
  const good = goodOf(words);
  for (const word of words) if (word !== good) choices.push(prints(word, `'${word}'`));
  return [...choices, prints(nonsense, 'more than one word'), prints('', 'nothing')];
}

function leaves(output: string, word: string, called = `'${word}'`): Choice {
  return {
    deviation: `${output} is ${called}`,
    outcome: { kind: 'ended', exitCode: 0, outputs: { [output]: word } },
    standsFor: 1,
  };
}

function prints(text: string, called: string): Choice {
  return { deviation: `prints ${called}`, outcome: { kind: 'ended', exitCode: 0, result: text }, standsFor: 1 };
}

function suspended(leaf: Leaf, distinctions: Distinctions): readonly Choice[] {
  const words = leaf.outputs.flatMap((output) => {
    const known = wordsOf(output, distinctions);
    return known.filter((word) => word !== goodOf(known)).map((word) => leaves(output.name, word));
  });
  return [
    well(leaf, distinctions),
    ...words,
    { deviation: 'nobody resumes it', outcome: { kind: 'waits' }, standsFor: 1 },
  ];
}
