import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lint } from '../../src/lint/lint';
import { rules } from '../../src/lint/rules';
import { readYaml } from '../../src/yaml/read';
import { canJudge, judging } from '../conformance/judging';
import type { Json } from '../conformance/mutation';
import { changed, refused, taken } from '../engines/kserve/refused';
import { mutantsOf } from './mutants';

/** More of them with another number: LINT_JUDGED=5000. */
const count = Number(process.env.LINT_JUDGED ?? 400);
const corpus = join(__dirname, '../../../shared/corpus');

interface Family {
  readonly engine: string;
  readonly kinds: RegExp;
  readonly judges: RegExp;
  readonly folder?: string;
  readonly more?: readonly Json[];
  /** A version that the examples of rules are rewritten to, besides. */
  readonly older?: string;
  /** What the judge says, or does not say, and the cluster does not mind, or does. */
  readonly known: readonly (readonly [reason: string, says: RegExp])[];
}

const families: readonly Family[] = [
  {
    engine: 'Tekton Pipelines',
    kinds: /^tekton\.dev\/\w+ \w+$/,
    judges: /^Tekton Pipelines/,
    folder: 'tekton-examples',
    known: [
      [
        'no value inside a specification: its validation passes, and then its webhook can not write the object',
        /MLL1104 .* lacks 'value'$/,
      ],
      ['a map that holds other things than texts ends its validation with a panic', /the validator panics/],
    ],
  },
  {
    engine: 'Tekton Triggers',
    kinds: /^triggers\.tekton\.dev\/\w+ \w+$/,
    judges: /^Tekton Triggers/,
    older: 'v1alpha1',
    known: [['what is no base64 or no URL is not looked at', /illegal base64|first path segment/]],
  },
  {
    engine: 'Argo Events',
    kinds: /^argoproj\.io\/v1alpha1 (?:EventBus|EventSource|Sensor)$/,
    judges: /^Argo Events/,
    folder: 'argo-events-examples',
    known: [],
  },
  {
    engine: 'KServe',
    kinds: /^serving\.kserve\.io\/\w+ \w+$/,
    judges: /^KServe/,
    more: [...refused, ...taken].map(({ changes }) => changed(changes)),
    known: [
      ['namespaces are for all objects', /metadata\.namespace/],
      ['the judge has all of them in one cluster; each is linted alone', /same priority assigned/],
      ['the CRD fills in a path that the judge does not', /storage path must be absolute: $/],
      [
        'the CRD asks for a name in one of all places where a model stands',
        /canary\[\d\]\.predictor\.model\.name: Required/,
      ],
      [
        'a transformer without a model beside it is not looked at',
        /storage uri should not be specified in transformer/,
      ],
    ],
  },
];

/** Rules that say what an engine says; the examples of others come and go, and with them the mutants. */
const parityRules = rules.filter(({ engine, severity }) => engine !== undefined && severity === 'error');

const valuesIn = (text: string): readonly Json[] => readYaml(text).documents.map(({ value }) => value as Json);

function sourcesOf({ kinds, folder, older, more = [] }: Family): readonly Json[] {
  const home = join(corpus, folder ?? '');
  const names =
    folder !== undefined && existsSync(home) ? readdirSync(home, { recursive: true, encoding: 'utf8' }) : [];
  const published = names.filter((name) => name.endsWith('.yaml')).sort();
  const texts = [
    ...parityRules.flatMap(({ bad, good }) => [bad, good]),
    ...(older === undefined ? [] : parityRules).flatMap(({ bad, good }) =>
      [bad, good].map((text) => text.replaceAll(/(?<=^apiVersion: \S+\/)v1beta1$/gm, `${older}`)),
    ),
    ...published.map((name) => readFileSync(join(home, name), 'utf8')),
  ];
  return [...texts.flatMap(valuesIn), ...more].filter((value) => {
    const { apiVersion, kind } = (value ?? {}) as { readonly apiVersion?: string; readonly kind?: string };
    return kinds.test(`${apiVersion} ${kind}`);
  });
}

const parity = new Set(parityRules.map(({ code }) => code));

/** What a Sensor makes is judged on its own. */
const isInside = (path: string): boolean => /source\.resource\./.test(path);

describe.skipIf(!canJudge).each(families)('the lint and the validator of $engine', (family) => {
  const mutants = mutantsOf(sourcesOf(family), count);
  const said = judging(Object.fromEntries(mutants.map(({ value }, i) => [`mutant-${i}`, JSON.stringify(value)])));

  it('say the same of manifests with something wrong in them', () => {
    let rejected = 0;
    const disagreements = mutants.flatMap(({ what, value }, i) => {
      const verdicts = said(`mutant-${i}`).filter(
        ({ judge, inside }) => family.judges.test(judge) && inside === undefined,
      );
      if (verdicts.length === 0) return [];
      const complaints = verdicts.filter(({ verdict }) => verdict === 'rejected').map(({ message }) => message);
      const found = lint([{ file: 'mutant.yaml', text: JSON.stringify(value) }])
        .filter(({ code, severity, path }) => parity.has(code) && severity === 'error' && !isInside(path))
        .map(({ code, message }) => `${code} ${message}`);
      if (complaints.length > 0) rejected++;
      if (complaints.length > 0 === found.length > 0) return [];
      const told = [...complaints, ...found].join('; ');
      return family.known.some(([, says]) => says.test(told)) ? [] : [`${what} | ${told}`];
    });
    expect(disagreements).toEqual([]);
    expect(rejected).toBeGreaterThan(count / 4);
    expect(mutants.length - rejected).toBeGreaterThan(count / 50);
  });
});
