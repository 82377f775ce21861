import { isRecord } from '../json-value';

/** Everything that is wrong with a plan, each with its place; empty when training can go by it. @internal */
export function planProblems(plan: unknown): readonly string[] {
  if (!isRecord(plan)) return ['expected an object with start, experiment and models'];
  const { start, poll, statusPath, experiment, models, untrained, ...more } = plan;
  return [
    ...surplus(more, ''),
    ...startProblems(start),
    ...(poll === undefined ? [] : pollProblems(poll)),
    ...(statusPath === undefined ? [] : pathProblems(statusPath, 'statusPath')),
    ...(isText(experiment, 500) ? [] : ['experiment: expected the name of an experiment of MLflow']),
    ...modelsProblems(models),
    ...untrainedProblems(untrained),
  ];
}

const headerName = /^[A-Za-z][A-Za-z0-9-]{0,63}$/;
const field = /^[A-Za-z0-9_-]{1,100}(?:\.[A-Za-z0-9_-]{1,100}){0,20}$/;
const kinds = ['text', 'integer', 'number', 'boolean', 'json'];

function startProblems(start: unknown): readonly string[] {
  if (!isRecord(start)) return ['start: expected path and body'];
  const { path, statuses, timeoutSeconds, idempotencyHeader, body, values, ...more } = start;
  const problems = [...surplus(more, 'start.'), ...pathProblems(path, 'start.path')];
  const fitting = (status: unknown) => Number.isInteger(status) && Number(status) >= 200 && Number(status) < 300;
  if (!Array.isArray(statuses) || statuses.length === 0 || !statuses.every(fitting))
    problems.push('start.statuses: expected statuses from 200 to 299');
  if (typeof timeoutSeconds !== 'number' || !(timeoutSeconds > 0 && timeoutSeconds <= 86_400))
    problems.push('start.timeout: expected a time of at most a day');
  if (idempotencyHeader !== undefined && !headerName.test(String(idempotencyHeader)))
    problems.push("start.idempotencyHeader: expected the name of a header, such as 'Idempotency-Key'");
  if (!isRecord(body)) problems.push('start.body: expected an object');
  if (!Array.isArray(values) || !values.every(isBodyValue)) problems.push('start.values: expected places and kinds');
  return problems;
}

function isBodyValue(value: unknown): boolean {
  return isRecord(value) && Array.isArray(value.at) && value.at.length > 0 && kinds.includes(String(value.kind));
}

function pollProblems(poll: unknown): readonly string[] {
  if (!isRecord(poll)) return ['poll: expected path, state, running, done and failed'];
  const { path, state, running, done, failed, ...more } = poll;
  const problems = [...surplus(more, 'poll.'), ...pathProblems(path, 'poll.path', true)];
  if (!isField(state)) problems.push(`poll.state: ${expectedField}`);
  const words = Object.entries({ running, done, failed });
  for (const [name, list] of words)
    if (!Array.isArray(list) || !list.every((word) => isText(word, 100)))
      problems.push(`poll.${name}: expected a list of words`);
  if (Array.isArray(done) && done.length === 0) problems.push('poll.done: expected at least one word');
  const all = words.flatMap(([, list]): readonly unknown[] => (Array.isArray(list) ? list : []));
  const twice = all.find((word, i) => all.indexOf(word) !== i);
  if (twice !== undefined) problems.push(`poll: '${String(twice)}' stands there twice`);
  return problems;
}

/** Braces name fields of the start's answer, where that is there. */
function pathProblems(path: unknown, at: string, braces = false): readonly string[] {
  const text = typeof path === 'string' ? path : '';
  const bare = braces ? text.replace(/\{([^{}]*)\}/g, (all, inner: string) => (field.test(inner) ? 'x' : all)) : text;
  if (/^\/(?!\/)[A-Za-z0-9\-._~/%?=&+,:@]{0,1000}$/.test(bare)) return [];
  const example = braces ? "'/jobs/{job.id}', a field of the start's answer in braces" : "'/models/train'";
  return [`${at}: expected a path that begins with one slash: ${example}`];
}

function modelsProblems(models: unknown): readonly string[] {
  if (!Array.isArray(models) || models.length === 0) return ['models: expected at least one'];
  const problems = models.flatMap((model: unknown) => {
    if (!isRecord(model)) return ['models: expected objects'];
    const { name, output, required, status, run, artifact, ...more } = model;
    const at = `models.${String(name)}`;
    return [
      ...surplus(more, `${at}.`),
      ...(isText(name, 63) && /^[a-z][a-z0-9-]{0,62}$/.test(String(output)) ? [] : [`${at}: no model is called so`]),
      ...(typeof required === 'boolean' ? [] : [`${at}.required: expected true or false`]),
      ...statementProblems(status, `${at}.status`),
      ...runProblems(run, `${at}.run`),
      ...(artifact === undefined || isText(artifact, 500) ? [] : [`${at}.artifact: expected the path of the model`]),
    ];
  });
  return [...problems, ...twins(models, 'models', 'output')];
}

function runProblems(run: unknown, at: string): readonly string[] {
  if (!isRecord(run)) return [`${at}: expected { id: … }, or what the run is known by: name, tags, params`];
  if ('id' in run) {
    const { id, ...more } = run;
    return isField(id) && Object.keys(more).length === 0
      ? []
      : [`${at}: expected { id: 'results.lstm.run_id' } and nothing beside it`];
  }
  const { name, tags = {}, params = {}, ...more } = run;
  const isMap = (map: unknown) => isRecord(map) && Object.values(map).every((value) => typeof value === 'string');
  if (Object.keys(more).length > 0 || !isMap(tags) || !isMap(params) || (name !== undefined && !isText(name, 500)))
    return [`${at}: expected name, tags and params, all of them text`];
  const some = name !== undefined || Object.keys(tags as object).length + Object.keys(params as object).length > 0;
  return some ? [] : [`${at}: every run would do: expected a name, a tag or a parameter`];
}

function untrainedProblems(untrained: unknown): readonly string[] {
  if (!Array.isArray(untrained)) return ['untrained: expected models with their status'];
  const problems = untrained.flatMap((model: unknown) => {
    if (!isRecord(model)) return ['untrained: expected objects'];
    const { name, status, claim, ...more } = model;
    const at = `untrained.${String(name)}`;
    return [
      ...surplus(more, `${at}.`),
      ...statementProblems(status, `${at}.status`),
      ...(claim === undefined ? [] : statementProblems(claim, `${at}.claim`)),
    ];
  });
  return [...problems, ...twins(untrained, 'untrained', 'name')];
}

function statementProblems(statement: unknown, at: string): readonly string[] {
  if (isRecord(statement) && isField(statement.at) && Object.keys(statement).length === 2) {
    const { is, has } = statement;
    if (['string', 'boolean'].includes(typeof is) || (typeof is === 'number' && Number.isFinite(is))) return [];
    if (isText(has, 500)) return [];
  }
  return [`${at}: expected { at: 'models.lstm.trained', is: true } or { at: 'trained_models', has: 'lstm' }`];
}

function twins(models: readonly unknown[], at: string, key: string): readonly string[] {
  const names = models.map((model) => (isRecord(model) ? model[key] : undefined));
  const twice = names.find((name, i) => name !== undefined && names.indexOf(name) !== i);
  return twice === undefined ? [] : [`${at}: two are called '${String(twice)}'`];
}

const expectedField = "expected a dotted path into the answer: 'job.state'";

function isField(value: unknown): boolean {
  return typeof value === 'string' && field.test(value);
}

function isText(value: unknown, most: number): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= most && !/\p{Cc}/u.test(value);
}

function surplus(more: object, at: string): readonly string[] {
  const [key] = Object.keys(more);
  return key === undefined ? [] : [`${at}${key}: is not known`];
}
