import { App, Chart } from 'cdk8s';
import { argo } from 'cdk8s-mlops';
import { parseAllDocuments } from 'yaml';
import { synthesized } from '../../test/synthesized';
import { deliver } from './delivery';
import { namespace } from './platform';
import type { RegistrationPolicy } from './register';

/** As much of a manifest as tests look at. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly templates?: readonly Template[];
    readonly template?: { readonly spec: { readonly containers: readonly Container[] } };
    readonly [field: string]: unknown;
  };
}

interface Template {
  readonly name: string;
  readonly container?: Container;
}

interface Container {
  readonly image: string;
  readonly command?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly [field: string]: unknown;
}

/** What the example writes, by file. */
export const files = synthesized('iac');

export const manifests: readonly Manifest[] = [...files]
  .filter(([file]) => file.endsWith('.yaml'))
  .flatMap(([, text]) => parseAllDocuments(text).map((document) => document.toJS() as Manifest));

export function named(kind: string, name: string): Manifest {
  const found = manifests.find((each) => each.kind === kind && each.metadata.name === name);
  if (found === undefined) throw new Error(`there is no ${kind} '${name}'`);
  return found;
}

/** The environment of the program of a step. */
export function envOf(workflow: string, step: string): Readonly<Record<string, string | undefined>> {
  const { templates = [] } = named('WorkflowTemplate', workflow).spec;
  const env = templates.find(({ name }) => name === step)?.container?.env ?? [];
  return Object.fromEntries(env.map(({ name, value }) => [name, value]));
}

/** What is emitted under a policy. */
export function under(policy: RegistrationPolicy): readonly object[] {
  const chart = new Chart(new App(), 'chart', { namespace });
  deliver(chart, argo('4.0'), policy);
  return chart.toJson();
}
