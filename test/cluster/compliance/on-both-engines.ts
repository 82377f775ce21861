import { Pipeline, tekton } from '../../../src/engines/tekton/index';
import { argo, type Unit, WorkflowTemplate } from '../../../src/index';
import { type Installed, install } from '../cluster';
import { expand } from '../kubelet/environment';
import { type Outcome, runs, silent } from '../kubelet/outcome';
import type { Container, Pod } from '../kubelet/pod';
import type { Scenario } from '../kubelet/scenario';
import { type Given, givenIn } from '../kubelet/tekton/given';

/** What anybody sees of a run, whatever engine ran it. */
export interface EndState {
  /** `hangs` when it had not ended in time. */
  readonly ends: 'green' | 'red' | 'hangs';
  /** The user's programs that ran, as command lines with what they read of their environment, sorted. */
  readonly programs: readonly string[];
}

export interface Played {
  readonly params?: Readonly<Record<string, string>>;
  readonly scenario: Scenario;
  /** What the user's namespace has. */
  readonly needs?: readonly {
    readonly kind: 'Secret' | 'ConfigMap';
    readonly name: string;
    readonly data: Readonly<Record<string, string>>;
  }[];
  /** Tasks whose time is up after seconds, as their pods would hang for an hour. */
  readonly impatient?: readonly string[];
}

/** A pipeline on one engine. */
export interface Engine {
  readonly name: 'Argo' | 'Tekton';
  play(played: Played): Promise<EndState>;
}

/** The pipeline on both, in namespaces of their own. */
export function onBothEngines(pipeline: Unit<never, unknown>): readonly Engine[] {
  const argoCluster = install((chart) => void new WorkflowTemplate(chart, 'it', { pipeline, engine: argo('4.0') }));
  const tektonCluster = install((chart) => void new Pipeline(chart, 'it', { pipeline, engine: tekton('1.15') }));
  return [
    { name: 'Argo', play: (played) => playOnArgo(withNeeds(argoCluster, played), played) },
    { name: 'Tekton', play: (played) => playOnTekton(withNeeds(tektonCluster, played), played) },
  ];
}

async function playOnArgo(cluster: Installed, { params = {}, scenario }: Played): Promise<EndState> {
  const ended = await cluster.run(nameOf(cluster, 'WorkflowTemplate'), {
    arguments: params,
    scenario,
    others: (pod): Outcome => (isTheirs(main(pod)) ? silent : runs),
  });
  const given = ended.pods.map(main).filter(isTheirs).map(declared);
  return { ends: colour(ended.phase), programs: programs(given) };
}

async function playOnTekton(cluster: Installed, { params = {}, scenario, impatient = [] }: Played): Promise<EndState> {
  const { pipelineRun, hangs, pods, logs } = await cluster.runPipeline(nameOf(cluster, 'Pipeline'), {
    params,
    scenario,
    timeouts: Object.fromEntries(impatient.map((task) => [task, '5s'])),
  });
  // What runs before a program are steps, too.
  const given = pods.flatMap(({ metadata }) => givenIn(logs.get(metadata.name) ?? '').slice(-1));
  const condition = pipelineRun.status?.conditions?.[0]?.status;
  return { ends: hangs ? 'hangs' : colour(condition === 'True' ? 'Succeeded' : 'Failed'), programs: programs(given) };
}

function withNeeds(cluster: Installed, { needs = [] }: Played): Installed {
  return cluster.withObjects(
    needs.map(({ kind, name, data }) => ({
      apiVersion: 'v1',
      kind,
      metadata: { name, namespace: cluster.namespace },
      ...(kind === 'Secret' ? { stringData: data } : { data }),
    })),
  );
}

function nameOf({ manifests }: Installed, wanted: string): string {
  return manifests.find(({ kind }) => kind === wanted)?.metadata.name ?? '';
}

function main({ spec }: Pod): Container {
  const container = spec.containers.find(({ name }) => name === 'main');
  if (container === undefined) throw new Error('a pod without container main');
  return container;
}

/** Programs of the user; all others are ours. */
function isTheirs({ image }: Container): boolean {
  return image.startsWith('ghcr.io/acme/');
}

/** What a program gets by its pod, after the kubelet replaced `$(…)` and `$$`. */
function declared({ command = [], args = [], env: variables = [] }: Container): Given {
  const env = Object.fromEntries(variables.map(({ name, value = '' }) => [name, expand(value, {})]));
  const words = [...command, ...args];
  return { argv: words.slice(words.indexOf('--') + 1).map((word) => expand(word, env)), env };
}

/** What programs of the behaviours read of their environment. */
const read = ['SCORES', 'LIMIT', 'VALUES', 'NAME', 'BOTH', 'REASON', 'JSON'];

function programs(given: readonly Given[]): readonly string[] {
  return given
    .map(({ argv, env }) => {
      const variables = read.flatMap((name) => (env[name] === undefined ? [] : [`${name}=${canonical(env[name])}`]));
      return [...argv, ...variables].join(' ');
    })
    .sort();
}

/** JSON with sorted keys: the engines' own order is no promise. */
function canonical(text: string): string {
  if (!/^[[{]/.test(text)) return text;
  return JSON.stringify(JSON.parse(text), (_, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

function colour(phase: string): EndState['ends'] {
  if (phase === 'Hangs') return 'hangs';
  return phase === 'Succeeded' ? 'green' : 'red';
}
