import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import type { InferenceService } from '../../../src/schemas/kserve/types';
import { canJudge, judging } from '../../conformance/judging';
import { validatorOf } from '../../schemas/validators';
import { definitions } from './definitions';

type Manifest = Omit<InferenceService, 'kind'> & { readonly kind: string };

const all = Object.entries(definitions).map(([what, definition], i) => {
  const chart = new Chart(new App(), 'chart', { namespace: 'mlops' });
  definition(chart);
  return { what, manifests: chart.toJson() as Manifest[], file: `definition-${i}` };
});
const ofKServe = (manifests: readonly Manifest[]): readonly Manifest[] =>
  manifests.filter(({ apiVersion }) => apiVersion.startsWith('serving.kserve.io/'));

describe('the closed schema of KServe', () => {
  it.each(all)('knows every field of $what', ({ manifests }) => {
    const own = ofKServe(manifests);
    expect(own.length).toBeGreaterThan(0);
    for (const manifest of own) {
      const validate = validatorOf('kserve-0.20', manifest.kind);
      validate(manifest);
      expect(validate.errors).toBeNull();
    }
  });
});

describe.skipIf(!canJudge)('KServe, its CRDs and the pod security of Kubernetes', () => {
  const text = (manifests: readonly Manifest[]) => manifests.map((each) => JSON.stringify(each)).join('\n---\n');
  const said = judging(Object.fromEntries(all.map(({ file, manifests }) => [file, text(manifests)])));

  it.each(all)('accept $what', ({ file }) => {
    const verdicts = said(file);
    expect(verdicts.filter(({ verdict }) => verdict === 'rejected')).toEqual([]);
    const judges = verdicts.filter(({ kind }) => kind === 'InferenceService').map(({ judge }) => judge);
    expect(judges).toEqual(expect.arrayContaining(['KServe v0.20.0', 'KServe v0.20.0 CRDs']));
  });
});

type Rule = readonly [what: string, broken: (service: Manifest, all: readonly Manifest[]) => boolean];

/** The points of the security checklist that an InferenceService shows. */
const rules: readonly Rule[] = [
  [
    '1 a restricted context',
    ({ spec }) => {
      const own = spec?.predictor.model?.securityContext;
      return [
        own?.runAsNonRoot === true,
        own?.allowPrivilegeEscalation === false,
        own?.capabilities?.drop?.includes('ALL') === true,
        own?.seccompProfile?.type === 'RuntimeDefault',
      ].includes(false);
    },
  ],
  [
    '2 a root file system that is read-only, or a reason',
    ({ spec }) =>
      spec?.predictor.model?.securityContext?.readOnlyRootFilesystem !== true &&
      spec?.predictor.annotations?.['cdk8s-mlops/writable-root'] === undefined,
  ],
  ['2 a folder to write to', ({ spec }) => spec?.predictor.model?.volumeMounts?.[0]?.mountPath !== '/tmp'],
  [
    '3 requests and limits',
    ({ spec }) => {
      const { requests, limits } = spec?.predictor.model?.resources ?? {};
      return [requests?.cpu, requests?.memory, limits?.memory].includes(undefined);
    },
  ],
  [
    '4 an account of its own',
    ({ spec }, all) =>
      !all.some(
        ({ kind, metadata }) => kind === 'ServiceAccount' && metadata.name === spec?.predictor.serviceAccountName,
      ),
  ],
  ['5 no token', ({ spec }) => spec?.predictor.automountServiceAccountToken !== false],
  ['7 no model and no runtime that may be another one tomorrow', ({ spec }) => /latest/.test(JSON.stringify(spec))],
  [
    '10 no secret in the manifest',
    ({ spec }) =>
      (spec?.predictor.model?.env ?? []).some(
        ({ name, value }) => /KEY|PASSWORD|TOKEN/.test(name ?? '') && value !== undefined,
      ),
  ],
  ['21 nothing of the host', ({ spec }) => /host(?:Path|Network|PID|IPC)/.test(JSON.stringify(spec))],
  ['22 who made it', ({ metadata }) => metadata.labels?.['app.kubernetes.io/managed-by'] !== 'cdk8s-mlops'],
  ['23 a name of its own', ({ metadata }) => metadata.name !== 'fraud'],
  [
    '23 a deployment mode that is said',
    ({ metadata }) => metadata.annotations?.['serving.kserve.io/deploymentMode'] === undefined,
  ],
];

const services = all.map(({ what, manifests }) => ({
  what,
  manifests,
  service: manifests.find(({ kind }) => kind === 'InferenceService') as Manifest,
}));
const brokenBy = (service: Manifest, manifests: readonly Manifest[]) =>
  rules.flatMap(([what, broken]) => (broken(service, manifests) ? [what] : []));

describe('the security checklist', () => {
  it.each(services)('holds for $what', ({ service, manifests }) => {
    expect(brokenBy(service, manifests)).toEqual([]);
  });

  it.each<[string, (service: Part) => void, string]>([
    [
      'a server that may be root',
      ({ spec }) => Object.assign(model(spec).securityContext, { runAsNonRoot: false }),
      '1 ',
    ],
    ['a root that can be written', ({ spec }) => delete model(spec).securityContext.readOnlyRootFilesystem, '2 a root'],
    ['no /tmp', ({ spec }) => delete model(spec).volumeMounts, '2 a folder'],
    ['no limit', ({ spec }) => delete model(spec).resources.limits, '3 '],
    ["another's account", ({ spec }) => Object.assign(predictor(spec), { serviceAccountName: 'default' }), '4 '],
    ['a token', ({ spec }) => delete predictor(spec).automountServiceAccountToken, '5 '],
    ['the latest model', ({ spec }) => Object.assign(model(spec), { storageUri: 's3://a/latest' }), '7 '],
    ['a password', ({ spec }) => Object.assign(model(spec), { env: [{ name: 'PASSWORD', value: 'x' }] }), '10 '],
    ['a folder of the host', ({ spec }) => Object.assign(predictor(spec), { volumes: [{ hostPath: {} }] }), '21 '],
    ['nobody who made it', ({ metadata }) => Object.assign(metadata, { labels: {} }), '22 '],
    ['a name that is made up', ({ metadata }) => Object.assign(metadata, { name: 'other' }), '23 a name'],
    ['no mode', ({ metadata }) => Object.assign(metadata, { annotations: {} }), '23 a deployment'],
  ])('objects to %s', (_, change, point) => {
    const [{ service, manifests }] = services as [(typeof services)[0]];
    const copy = structuredClone(service) as Manifest;
    change(copy as never);
    expect(brokenBy(copy, manifests)).toEqual([expect.stringMatching(new RegExp(`^${point}`))]);
  });
});

// biome-ignore lint/suspicious/noExplicitAny: a part of a manifest
type Part = any;
const predictor = (spec: Part): Part => spec.predictor;
const model = (spec: Part): Part => spec.predictor.model;
