import { isMap } from '../../yaml/is-map';
import type { Definition } from '../definitions';
import { type Fields, mapAt, textAt } from '../field';

/** The kinds that are drawn, the outermost first. @internal */
export const pipelineKinds = ['CronJob', 'PipelineRun', 'Pipeline'] as const;

/** What Tekton would run among documents of all kinds: pipelines, runs, and CronJobs that create runs. @internal */
export function pipelinesIn(documents: readonly unknown[]): readonly Definition[] {
  const prepared = new Map(documents.flatMap(preparedRun));
  return documents.flatMap((document): readonly Definition[] => {
    const kind = textAt(document, 'kind');
    const name = textAt(document, 'metadata', 'name') || textAt(document, 'metadata', 'generateName').replace(/-$/, '');
    const namespace = textAt(document, 'metadata', 'namespace');
    const spec = mapAt(document, 'spec');
    if (isTekton(document) && (kind === 'Pipeline' || kind === 'PipelineRun'))
      return [{ kind, name, namespace, spec, schedule: [] }];
    if (kind !== 'CronJob') return [];
    const run = [...prepared].find(([configMap]) => mounts(spec, configMap))?.[1];
    if (run === undefined) return [];
    const schedule = [textAt(spec, 'schedule'), textAt(spec, 'timeZone'), spec.suspend === true ? 'suspended' : ''];
    return [{ kind, name, namespace, spec: run, schedule: schedule.filter((line) => line !== '') }];
  });
}

/** The Task, or the Pipeline, that has a name, seen from a namespace. @internal */
export function objectOf(
  kind: 'Task' | 'Pipeline',
  name: string,
  namespace: string,
  documents: readonly unknown[],
): Fields | undefined {
  const named = documents.filter(
    (each) => isTekton(each) && textAt(each, 'kind') === kind && textAt(each, 'metadata', 'name') === name,
  );
  const near = named.find((each) => textAt(each, 'metadata', 'namespace') === namespace);
  // Who gives no namespace gets that of the command that applies all of them.
  const found = near ?? (namespace === '' ? named[0] : undefined);
  return found === undefined ? undefined : mapAt(found, 'spec');
}

function isTekton(document: unknown): boolean {
  return textAt(document, 'apiVersion').startsWith('tekton.dev/');
}

/** A ConfigMap may hold the run that our own program `start-run` creates. */
function preparedRun(document: unknown): readonly (readonly [string, Fields])[] {
  if (textAt(document, 'kind') !== 'ConfigMap') return [];
  return Object.values(mapAt(document, 'data')).flatMap((text) => {
    if (typeof text !== 'string' || !text.includes('"PipelineRun"')) return [];
    const run = parsed(text);
    return isMap(run) && run.kind === 'PipelineRun'
      ? [[textAt(document, 'metadata', 'name'), mapAt(run, 'spec')] as const]
      : [];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Looks everywhere in a spec, but does not enter what it has seen: aliases may make a circle of it. */
function mounts(spec: Fields, configMap: string): boolean {
  const seen = new Set<unknown>();
  const pending: unknown[] = [spec];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    if (textAt(value, 'configMap', 'name') === configMap) return true;
    pending.push(...Object.values(value));
  }
  return false;
}
