import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { Container } from '../../../src/schemas/kubernetes/types';
import type { PipelineRun, PipelineSpec, Sidecar, Step, TaskSpec } from '../../../src/schemas/tekton/types';
import { definitions } from './definitions';
import type { Manifest } from './emitted';

type Box = Step | Sidecar | Container;
type Rule = readonly [what: string, broken: (all: readonly Manifest[]) => readonly string[]];

const specsOf = <T>(all: readonly Manifest[], kind: string): readonly (readonly [name: string, spec: T])[] =>
  all.filter((each) => each.kind === kind).map(({ metadata, spec }) => [`${kind} ${metadata.name}`, spec as T]);

const boxesOf = (all: readonly Manifest[]): readonly (readonly [where: string, box: Box])[] => [
  ...specsOf<TaskSpec>(all, 'Task').flatMap(([name, { steps = [], sidecars = [] }]) =>
    [...steps, ...sidecars].map((box) => [`${name}: ${box.name}`, box] as const),
  ),
  ...specsOf<{ jobTemplate: { spec: { template: { spec: { containers: Container[]; securityContext: object } } } } }>(
    all,
    'CronJob',
  ).flatMap(([name, spec]) => {
    const { containers, securityContext } = spec.jobTemplate.spec.template.spec;
    return containers.map(
      (box) => [name, { ...box, securityContext: { ...securityContext, ...box.securityContext } }] as const,
    );
  }),
];
const boxes = (broken: (box: Box) => boolean) => (all: readonly Manifest[]) =>
  boxesOf(all).flatMap(([where, box]) => (broken(box) ? [where] : []));
const runsOf = (all: readonly Manifest[]): readonly PipelineRun[] =>
  all.flatMap(({ kind, data }) => {
    const text = kind === 'ConfigMap' ? (data as Record<string, string> | undefined)?.['run.json'] : undefined;
    return text === undefined ? [] : [JSON.parse(text) as PipelineRun];
  });

/** The points of the security checklist that a manifest shows. */
const rules: readonly Rule[] = [
  [
    '1 a restricted context on every container',
    boxes(({ securityContext: own }) =>
      [
        own?.runAsNonRoot === true,
        own?.allowPrivilegeEscalation === false,
        own?.capabilities?.drop?.includes('ALL') === true,
        own?.seccompProfile?.type === 'RuntimeDefault',
      ].includes(false),
    ),
  ],
  [
    '2 a root file system that is read-only',
    boxes(({ securityContext }) => securityContext?.readOnlyRootFilesystem !== true),
  ],
  [
    '3 requests and limits',
    boxes((box) => {
      const resources = 'computeResources' in box ? box.computeResources : (box as Container).resources;
      return resources?.requests?.cpu === undefined || resources.limits?.memory === undefined;
    }),
  ],
  [
    '4 an account of its own, and 5 no token unless it is needed',
    (all) =>
      runsOf(all).flatMap(({ spec }) => {
        const { serviceAccountName = 'default', podTemplate } = spec?.taskRunTemplate ?? {};
        return serviceAccountName === 'default' || podTemplate?.automountServiceAccountToken !== false ? ['run'] : [];
      }),
  ],
  [
    '6 roles without wildcards',
    (all) =>
      all.flatMap(({ kind, metadata, rules }) =>
        kind === 'Role' && JSON.stringify(rules).includes('*') ? [metadata.name] : [],
      ),
  ],
  [
    '7 images by digest or exact tag',
    boxes(({ image = '' }) => !/(@sha256:[0-9a-f]{64}|:[^:/@]+)$/.test(image) || /:latest$/.test(image)),
  ],
  [
    '8 no value in program text',
    boxes((box) => 'script' in box || [...(box.command ?? [])].some((word) => /^-[ce]$/.test(word))),
  ],
  [
    '11 a time limit everywhere',
    (all) => [
      ...specsOf<PipelineSpec>(all, 'Pipeline').flatMap(([name, { tasks = [], finally: last = [] }]) =>
        [...tasks, ...last].filter(({ timeout }) => timeout === undefined).map((task) => `${name}: ${task.name}`),
      ),
      ...runsOf(all)
        .filter(({ spec }) => spec?.timeouts?.pipeline === undefined)
        .map(() => 'run'),
    ],
  ],
  [
    '15 one run at a time, by an explicit clock',
    (all) =>
      specsOf<Record<string, unknown>>(all, 'CronJob').flatMap(([name, spec]) =>
        spec.concurrencyPolicy !== 'Forbid' || spec.timeZone === undefined || spec.startingDeadlineSeconds === undefined
          ? [name]
          : [],
      ),
  ],
  [
    '21 nothing of the host',
    (all) =>
      specsOf<TaskSpec>(all, 'Task').flatMap(([name, spec]) =>
        /hostPath|docker\.sock/.test(JSON.stringify(spec.volumes ?? [])) ? [name] : [],
      ),
  ],
  [
    'a template, never a run',
    (all) => all.flatMap(({ kind, metadata }) => (/Run$/.test(kind) ? [`${kind} ${metadata.name}`] : [])),
  ],
];

const root = join(__dirname, '../../../dist-manifests/hello-tekton');
const committed = readdirSync(root)
  .filter((file) => file.endsWith('.yaml'))
  .flatMap((file) => parseAllDocuments(readFileSync(join(root, file), 'utf8')).map((each) => each.toJS() as Manifest));
const emissions = [
  { what: 'the example hello-tekton', manifests: committed },
  ...Object.entries(definitions)
    .filter(([what]) => what !== 'every kind in its own words')
    .map(([what, definition]) => {
      const chart = new Chart(new App(), 'chart', { namespace: 'mlops' });
      definition(chart);
      return { what, manifests: chart.toJson() as Manifest[] };
    }),
];

describe('the security checklist on Tekton', () => {
  it.each(emissions)('holds for $what', ({ manifests }) => {
    expect(boxesOf(manifests).length).toBeGreaterThan(0);
    expect(runsOf(manifests).length).toBeGreaterThan(0);
    expect(rules.flatMap(([what, broken]) => broken(manifests).map((where) => `${what}: ${where}`))).toEqual([]);
  });

  it.each([
    ['1 ', /"allowPrivilegeEscalation":false/, '"allowPrivilegeEscalation":true'],
    ['2 ', /"readOnlyRootFilesystem":true,?/, ''],
    ['3 ', /"limits":\{"memory":"512Mi"\}/, '"limits":{}'],
    ['4 ', /\\"automountServiceAccountToken\\": false/, '\\"automountServiceAccountToken\\": true'],
    ['6 ', /"verbs":\["create","list"\]/, '"verbs":["*"]'],
    ['7 ', /:1\.4\.2"/, ':latest"'],
    ['8 ', /"command":\["train.py"\]/, '"command":["sh","-c","train.py"]'],
    ['11 ', /"timeout":"1h0m0s"/, '"retries":0'],
    ['15 ', /"Forbid"/, '"Allow"'],
    ['21 ', /"emptyDir":\{\}/, '"hostPath":{"path":"/"}'],
    ['a template', /"tekton.dev\/v1","kind":"Task"/, '"tekton.dev/v1","kind":"TaskRun"'],
  ])('objects to what breaks rule %s', (rule, from, to) => {
    const text = JSON.stringify(committed);
    expect(text).toMatch(from);
    const broken = JSON.parse(text.replace(from, to).replace(/,\}/g, '}')) as Manifest[];
    const objecting = rules.filter(([, by]) => by(broken).length > 0).map(([what]) => what);
    expect(objecting).toContainEqual(expect.stringMatching(new RegExp(`^${rule}`)));
  });
});
