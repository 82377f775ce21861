import type { YamlPath } from '../../yaml/read';
import { yaml } from '../example';
import type { Repair } from '../fix/repair';
import type { Rule } from '../rule';
import { shown } from './shown';

const words: { readonly [type: string]: string } = {
  object: 'a map',
  array: 'a list',
  string: 'text',
  boolean: 'true or false',
  integer: 'a whole number',
  number: 'a number',
};

/** @internal */
export const wrongType: Rule = {
  code: 'MLL1103',
  title: 'a value of another type than the field has',
  severity: 'error',
  why: 'The engine cannot read the object at all, or a template made for it fails when it is first used.',
  fix: 'write a value of the right type; quotes make text, their absence numbers and true or false',
  mends: 'quotes that are missing or too many',
  engine: /cannot unmarshal|strict decoding error: (?!unknown field)|must be of type/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: train
    spec:
      entrypoint: [main]
      templates:
        - name: main
          suspend: {}
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
          suspend: {}
  `,
  *check({ documents, issuesOf }) {
    for (const document of documents) {
      for (const issue of issuesOf(document)) {
        if (issue.kind !== 'type') continue;
        const { path, value, wanted } = issue;
        const expected = wanted.map((type) => words[type] ?? type).join(' or ');
        yield {
          document,
          path,
          message: `'${path.at(-1) ?? 'it'}' is ${shown(value)}, not ${expected}`,
          fix: fixOf(value, wanted),
          repair: repairOf(value, wanted, path),
        };
      }
    }
  },
};

function fixOf(value: unknown, wanted: readonly string[]): string | undefined {
  if (lacksQuotes(value, wanted)) return `put it in quotes: '${value}'`;
  if (isQuotedForNothing(value, wanted)) return `take the quotes off: ${value}`;
  if (wanted.includes('array') && !Array.isArray(value)) return "make it a list: begin each item with '- '";
  return undefined;
}

function repairOf(value: unknown, wanted: readonly string[], path: YamlPath): Repair | undefined {
  if (lacksQuotes(value, wanted)) return { kind: 'quote', path };
  return isQuotedForNothing(value, wanted) ? { kind: 'unquote', path } : undefined;
}

const lacksQuotes = (value: unknown, wanted: readonly string[]): boolean =>
  (typeof value === 'number' || typeof value === 'boolean') && wanted.includes('string');

function isQuotedForNothing(value: unknown, wanted: readonly string[]): boolean {
  if (typeof value !== 'string' || wanted.includes('string')) return false;
  const isNumber = /^(?:0|-?[1-9]\d*)$/.test(value) && wanted.includes('integer');
  return isNumber || (/^(?:true|false)$/.test(value) && wanted.includes('boolean'));
}
