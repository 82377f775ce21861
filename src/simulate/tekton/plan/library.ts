import type {
  PipelineRunSpec,
  PipelineSpec,
  StepActionSpec,
  TaskRunSpec,
  TaskSpec,
} from '../../../schemas/tekton/types';
import { isMap } from '../../../yaml/is-map';
import type { Finding } from '../../finding';
import type { KubeDocument } from '../../plan/manifests';

/** An object of the manifests, and where it is written. @internal */
export interface Found<T> {
  readonly name: string;
  readonly namespace: string;
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly spec: T;
  /** Where it is written; nothing for a run that is inside a ConfigMap. */
  readonly document: KubeDocument | undefined;
}

/** A CronJob that creates runs of a pipeline. @internal */
export interface RunSchedule {
  readonly name: string;
  readonly namespace: string;
  readonly cron: string;
  readonly timezone: string | undefined;
  readonly suspended: boolean;
  readonly run: Found<PipelineRunSpec>;
}

/** The objects of Tekton that the simulator looks at. @internal */
export interface TektonLibrary {
  readonly tasks: ReadonlyMap<string, Found<TaskSpec>>;
  readonly pipelines: ReadonlyMap<string, Found<PipelineSpec>>;
  readonly stepActions: ReadonlyMap<string, Found<StepActionSpec>>;
  readonly pipelineRuns: readonly Found<PipelineRunSpec>[];
  readonly taskRuns: readonly Found<TaskRunSpec>[];
  /** Runs that a ConfigMap has for whoever starts one. */
  readonly prepared: readonly Found<PipelineRunSpec>[];
  readonly schedules: readonly RunSchedule[];
}

/** @internal */
export function readTektonLibrary(documents: readonly KubeDocument[]): {
  readonly library: TektonLibrary;
  readonly findings: readonly Finding[];
} {
  const findings: Finding[] = [];
  const all = <T>(kind: string): readonly Found<T>[] =>
    documents.flatMap((document) => {
      if (document.kind !== kind || !isTekton(document)) return [];
      const { name, generateName, namespace, value } = document;
      if (!isMap(value.spec)) {
        findings.push(document.finding('error', [], `${kind} '${name}' has no spec`));
        return [];
      }
      const own = name === '' ? `${generateName}1` : name;
      const annotations = annotationsOf(value);
      return [{ name: own, namespace, annotations, spec: value.spec as unknown as T, document }];
    });
  const named = <T>(kind: string): ReadonlyMap<string, Found<T>> => {
    const found = new Map<string, Found<T>>();
    for (const each of all<T>(kind)) {
      if (found.has(each.name) && each.document !== undefined)
        findings.push(each.document.finding('error', ['metadata', 'name'], `there are two of ${kind} '${each.name}'`));
      found.set(each.name, each);
    }
    return found;
  };
  const prepared = documents.flatMap((document) => preparedRuns(document));
  const library = {
    tasks: named<TaskSpec>('Task'),
    pipelines: named<PipelineSpec>('Pipeline'),
    stepActions: named<StepActionSpec>('StepAction'),
    pipelineRuns: all<PipelineRunSpec>('PipelineRun'),
    taskRuns: all<TaskRunSpec>('TaskRun'),
    prepared: prepared.map(({ run }) => run),
    schedules: documents.flatMap((document) => scheduleOf(document, prepared)),
  };
  return { library, findings };
}

function isTekton({ value }: KubeDocument): boolean {
  return typeof value.apiVersion === 'string' && value.apiVersion.startsWith('tekton.dev/');
}

function annotationsOf({ metadata }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return isMap(metadata) && isMap(metadata.annotations) ? metadata.annotations : {};
}

interface Prepared {
  readonly configMap: string;
  readonly run: Found<PipelineRunSpec>;
}

/** A ConfigMap may hold the run that our own program `start-run` creates. */
function preparedRuns({ kind, name, namespace, value }: KubeDocument): readonly Prepared[] {
  if (kind !== 'ConfigMap' || !isMap(value.data)) return [];
  return Object.values(value.data).flatMap((text) => {
    if (typeof text !== 'string' || !text.includes('"PipelineRun"')) return [];
    const run = parsed(text);
    if (!isMap(run) || run.kind !== 'PipelineRun' || !isMap(run.spec)) return [];
    const metadata = isMap(run.metadata) ? run.metadata : {};
    const own = typeof metadata.name === 'string' ? metadata.name : `${String(metadata.generateName ?? `${name}-`)}1`;
    const spec = run.spec as unknown as PipelineRunSpec;
    return [
      { configMap: name, run: { name: own, namespace, annotations: annotationsOf(run), spec, document: undefined } },
    ];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A CronJob whose pod has such a ConfigMap. */
function scheduleOf(
  { kind, name, namespace, value }: KubeDocument,
  prepared: readonly Prepared[],
): readonly RunSchedule[] {
  if (kind !== 'CronJob' || !isMap(value.spec)) return [];
  const text = JSON.stringify(value.spec);
  const found = prepared.find(({ configMap }) => text.includes(`"configMap":{"name":"${configMap}"`));
  if (found === undefined) return [];
  const { schedule, timeZone, suspend } = value.spec;
  return [
    {
      name,
      namespace,
      cron: String(schedule ?? ''),
      timezone: typeof timeZone === 'string' ? timeZone : undefined,
      suspended: suspend === true,
      run: found.run,
    },
  ];
}
