import { type Calling, Unclear } from '../http-call';
import { type JsonRecord, textAt, valueAt } from '../json-value';
import type { KubernetesApi } from '../kubernetes/api';
import type { Resource } from '../kubernetes/resource-path';
import { Trouble } from '../trouble';
import type { Configuration } from './configuration';
import type { NotebookOutcome } from './contract';
import { type Diagnosis, diagnose, wordsOf } from './diagnosis';
import { jobOf, jobsIn, runAnnotation, specAnnotation } from './job';
import { podTroubleOf } from './pod-trouble-of';

/**
 * Has a notebook run to its end, once for each run of the pipeline, and says why it failed.
 *
 * A job that is there already is waited for; one that does not end in time is removed, so that its notebook can't write
 * when nobody expects it any more.
 *
 * @internal
 */
export async function runNotebook(
  api: KubernetesApi,
  configuration: Configuration,
  calling: Calling,
): Promise<NotebookOutcome> {
  const { session } = calling;
  const of = jobsIn(configuration, api.namespace);
  const wanted = jobOf(configuration, api.namespace);
  const name = textAt(wanted, 'metadata', 'name');
  Object.assign(session.evidence, { job: name, apiVersion: configuration.apiVersion });
  const job = await made(api, of, wanted, calling);
  const specs = [job, wanted].map((each) => valueAt(each, 'metadata', 'annotations', specAnnotation));
  if (specs[0] !== specs[1])
    return ended('refused', 'other', `${name} is there already, and is of something else`, name);
  return watch(api, of, job, configuration, calling);
}

const mostBeginnings = 5;

/** The job of this run, whoever made it. */
async function made(
  api: KubernetesApi,
  of: Resource,
  wanted: JsonRecord,
  { deadline, session }: Calling,
): Promise<JsonRecord> {
  const name = textAt(wanted, 'metadata', 'name');
  for (let beginning = 1; beginning <= mostBeginnings && !deadline.expired(); beginning += 1) {
    const found = await api.get(of, name);
    if (found !== undefined) {
      session.log(`${name} is there, for ${String(valueAt(found, 'metadata', 'annotations', runAnnotation))}`);
      return found;
    }
    try {
      const created = await api.create(of, wanted);
      if (created !== 'exists') return created;
    } catch (problem) {
      // Asked for twice it is still one: it has a name.
      if (!(problem instanceof Unclear)) throw problem;
      session.log(`${problem.message}, looking`);
    }
  }
  throw new Trouble(`${name} could not be made: something else removes it`);
}

async function watch(
  api: KubernetesApi,
  of: Resource,
  job: JsonRecord,
  { poll }: Configuration,
  { deadline, session }: Calling,
): Promise<NotebookOutcome> {
  const name = textAt(job, 'metadata', 'name');
  const uid = textAt(job, 'metadata', 'uid');
  let last = '';
  while (!deadline.expired()) {
    const found = await api.get(of, name);
    if (found === undefined || textAt(found, 'metadata', 'uid') !== uid)
      throw new Trouble(`${name} was removed while it ran`);
    const phase = String(valueAt(found, 'status', 'phase') ?? 'its operator has not looked at it');
    if (phase === 'Succeeded') return ended('succeeded', 'none', `${name} succeeded`, name);
    if (phase === 'Failed') return failed(api, found, name, session);
    if (phase !== last) session.log(`${name}: ${phase}`);
    last = phase;
    await deadline.sleep(poll * 1000);
  }
  await api.remove(of, name, uid);
  const state = last === '' ? 'there was no time for a look' : session.show(last, 100);
  return ended('timed-out', 'timeout', `${name} did not end in time and was removed: ${state}`, name);
}

async function failed(
  api: KubernetesApi,
  job: JsonRecord,
  name: string,
  session: Calling['session'],
): Promise<NotebookOutcome> {
  const trouble = await podTroubleOf(api, job, session);
  const words = [...(trouble === undefined ? [] : [trouble]), ...wordsOf(job)];
  const diagnosis = diagnose(words);
  const shown = words.map((text) => session.show(text, 400));
  session.evidence.said = shown;
  for (const line of shown.slice(0, 20)) session.log(line);
  return ended('failed', diagnosis, `${name} failed (${diagnosis}): ${shown[0] ?? 'it says nothing'}`, name);
}

function ended(
  outcome: NotebookOutcome['outcome'],
  diagnosis: Diagnosis,
  reason: string,
  job: string,
): NotebookOutcome {
  return { outcome, reason, done: outcome === 'succeeded', outputs: { diagnosis, job } };
}
