import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { PipelineRunSpec, PipelineSpec, PipelineTask, Step, TaskSpec } from '../../../../src/schemas/tekton/types';
import { compile } from '../../../../src/simulate/index';
import { readYaml } from '../../../../src/yaml/read';
import { corpusIsThere, type Example, examples } from '../../../simulate/tekton/corpus';
import type { KubeObject } from '../../api/json';
import { listPath } from '../../api/paths';
import { api } from '../../cluster';
import { type Outcome, succeeds } from '../../kubelet/outcome';
import { playedRun } from '../../tekton/reading';
import { runPipeline } from '../../tekton/run';
import { differingRuns, simulatedRun } from './simulated-run';

const namespace = 't-published-tekton';
if (!corpusIsThere) process.stderr.write('../shared/corpus is absent: published pipelines were not compared\n');

/** What the stand-in for the kubelet can't play, or what is behind a flag. */
const beyond =
  /"(?:resolver|ref|workspaces|sidecars|artifacts|enum|cel|debug|volumes|envFrom|podTemplate|taskRunSpecs|pipelineSpec":\{[^}]*"pipelineSpec|spec":\{"customtask)"|steps\.[\w-]+\.results|step\.results|secretKeyRef|artifacts/;

interface Played {
  readonly file: string;
  readonly run: KubeObject;
  readonly others: readonly KubeObject[];
  readonly scenario: Readonly<Record<string, Outcome>>;
}

/** A published run with names of our own, whose pods leave something in each result. */
function playable({ file, text }: Example): readonly Played[] {
  if (!file.startsWith('pipelineruns/') || /(?:alpha|no-ci)\//.test(file)) return [];
  const objects = readYaml(text).documents.map(({ value }) => value as KubeObject);
  const [run, ...more] = objects.filter(({ kind }) => kind === 'PipelineRun');
  if (run === undefined || more.length > 0 || beyond.test(JSON.stringify(objects))) return [];
  const kinds = new Set(['PipelineRun', 'Pipeline', 'Task']);
  if (objects.some(({ kind }) => !kinds.has(kind))) return [];
  const name = `p-${file
    .replace('.yaml', '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(-40)}`;
  const scenario: Record<string, Outcome> = {};
  const own = objects.map((object): KubeObject => {
    const changed = withCommands(object) as KubeObject;
    return { ...changed, metadata: { ...changed.metadata, namespace } };
  });
  const definitions = new Map(
    own.flatMap((each) => (each.kind === 'Task' ? [[each.metadata.name, specOf(each)]] : [])),
  );
  const pipelines = own.flatMap((each) => {
    const spec = specOf(each) as PipelineRunSpec & PipelineSpec;
    return [spec.pipelineSpec, each.kind === 'Pipeline' ? spec : undefined].filter((one) => one !== undefined);
  });
  for (const task of pipelines.flatMap(({ tasks = [], finally: last = [] }) => [...tasks, ...last])) {
    const spec = (task.taskSpec ?? definitions.get(task.taskRef?.name ?? '')) as TaskSpec | undefined;
    scenario[(task as PipelineTask).name ?? ''] = leaving(spec?.results ?? []);
  }
  const { generateName: _, ...metadata } = run.metadata as KubeObject['metadata'] & { generateName?: string };
  const started = own.find(({ kind }) => kind === 'PipelineRun') ?? run;
  return [
    {
      file,
      run: { ...started, metadata: { ...metadata, name, namespace } },
      others: own.filter(({ kind }) => kind !== 'PipelineRun'),
      scenario,
    },
  ];
}

const specOf = (object: KubeObject): object => (object as KubeObject & { readonly spec: object }).spec;

function leaving(results: NonNullable<TaskSpec['results']>): Outcome {
  const texts = results.map(({ name, type, properties = {} }) => {
    if (type === 'array') return [name, '["one","two","three"]'];
    if (type !== 'object') return [name, 'one'];
    return [name, JSON.stringify(Object.fromEntries(Object.keys(properties).map((key) => [key, key])))];
  });
  return succeeds(Object.fromEntries(texts));
}

/** Without a command the controller would ask a registry for the image's; scripts need an image of Tekton's. */
function withCommands(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withCommands);
  if (typeof part !== 'object' || part === null) return part;
  const changed = Object.fromEntries(Object.entries(part).map(([key, each]) => [key, withCommands(each)]));
  if (!Array.isArray(changed.steps)) return changed;
  const steps = (changed.steps as readonly Step[]).map(({ script, ...step }) => ({
    ...step,
    command: step.command ?? ['x'],
    args: [...(script === undefined ? [] : [script]), ...(step.args ?? [])],
  }));
  return { ...changed, steps };
}

const chosen = examples().flatMap(playable);

describe.skipIf(!corpusIsThere).concurrent('the simulator foretells published pipelines', () => {
  beforeAll(async () => {
    // Their pods ask for more than pod security allows elsewhere.
    await api.create(listPath('v1', 'Namespace'), {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace },
    });
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace } };
    await api.create(listPath('v1', 'ServiceAccount', namespace), account);
  });

  it.for(chosen)('$file', { timeout: 300_000 }, async ({ run, others, scenario }) => {
    const { scratch, tektonImages: images } = inject('cluster');
    const ours = simulatedRun(compile([...others, run], { submit: run.metadata.name }), scenario);
    const patience = ours.phase === 'Hangs' ? 15 : 120;
    const real = playedRun(await runPipeline(api, others, { submit: run, scenario, scratch, images, patience }));
    expect(differingRuns(real, ours)).toEqual([]);
  });

  it('of which there are some', () => {
    expect(chosen.length).toBeGreaterThan(10);
  });
});
