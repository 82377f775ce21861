import { beforeAll, describe, expect, it } from 'vitest';
import type { Template, WorkflowSpec } from '../../../src/schemas/argo/types';
import { corpusIsThere, type Example, examples } from '../../simulate/corpus';
import type { KubeObject } from '../api/json';
import { listPath } from '../api/paths';
import { applyAll } from '../apply';
import { api } from '../cluster';
import { differences, played } from '../compare';
import { type Outcome, succeeds } from '../kubelet/outcome';
import { run } from '../run';
import { simulated } from './simulated';
import { reporting } from './workflow-template';

const namespace = 't-published';
if (!corpusIsThere) process.stderr.write('../shared/corpus is absent: published workflows were not compared\n');

/** What the stand-in for the kubelet can't play, such as printed results, daemons, people; and filters in JSON paths. */
const beyond =
  /outputs\.result|"(http|plugin|daemon|data|resource|containerSet|synchronization|volumeClaimTemplates|templateRef|workflowTemplateRef|configMapKeyRef|secretKeyRef|withArtifact|memoize)":|"suspend":\{\}|\[\?\(/;

interface Played {
  readonly file: string;
  readonly template: KubeObject;
  readonly scenario: Readonly<Record<string, Outcome>>;
}

/** A published workflow as a template of our namespace, whose pods leave something in each output. */
function playable({ file, manifests }: Example): readonly Played[] {
  const [workflow] = manifests as readonly { readonly spec: WorkflowSpec }[];
  if (workflow === undefined || beyond.test(JSON.stringify(workflow))) return [];
  const name = `published-${file.replace('.yaml', '').replaceAll(/[^a-z0-9]+/g, '-')}`;
  const templates = (workflow.spec.templates ?? []).map(withCommand);
  const spec = { ...workflow.spec, templates, serviceAccountName: 'default' };
  const template = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'WorkflowTemplate',
    metadata: { name, namespace },
    spec,
  };
  return [{ file, template: template as KubeObject, scenario: Object.fromEntries(templates.flatMap(leaves)) }];
}

/** Without a command the controller would ask a registry for the image's. */
function withCommand(template: Template): Template {
  const { container } = template;
  return container === undefined || container.command !== undefined
    ? template
    : { ...template, container: { ...container, command: ['x'] } };
}

function leaves({ name = '', container, script, outputs }: Template): readonly (readonly [string, Outcome])[] {
  if (container === undefined && script === undefined) return [];
  return [[name, succeeds(Object.fromEntries((outputs?.parameters ?? []).map((output) => [output.name, '[1]'])))]];
}

const chosen = examples().flatMap(playable);

describe.skipIf(!corpusIsThere).concurrent('the simulator foretells published workflows', () => {
  beforeAll(async () => {
    // Their pods ask for more than pod security allows elsewhere.
    await api.create(listPath('v1', 'Namespace'), {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
    await applyAll(api, await reporting(namespace));
  });

  it.for(chosen)('$file', { timeout: 300_000 }, async ({ template, scenario }) => {
    const options = { submit: template.metadata.name, scenario };
    const ours = simulated([template], options);
    const real = await run(api, [template], { ...options, patience: ours.stuck ? 10 : 150 });
    expect(real.message).not.toContain('invalid spec');
    expect(differences(played(real), ours)).toEqual([]);
  });

  it('of which there are some', () => {
    expect(chosen.length).toBeGreaterThan(15);
  });
});
