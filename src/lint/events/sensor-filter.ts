import { timeZoneProblem } from '../../expr/time-zone';
import type { EventBusSpec, EventDependency, EventDependencyFilter, SensorSpec } from '../../schemas/events/types';
import type { YamlPath } from '../../yaml/read';
import { fullNameOf, namespaceOf } from '../document';
import { yaml } from '../example';
import type { Problem } from '../finding';
import type { Project } from '../project';
import type { Rule } from '../rule';
import { eventsObjects } from './objects';

const comparators = ['', '>=', '>', '=', '!=', '<', '<='];

/** @internal */
export const sensorFilter: Rule = {
  code: 'MLL1504',
  title: 'a dependency of a Sensor that names no event, or filters by nothing',
  severity: 'error',
  why: 'Its controller makes nothing, and says why only in the status.',
  fix: 'correct the dependency',
  engine:
    /no event dependencies found|event dependency must|logical operator|comparator .* not supported|filters is not valid|no fields specified in ctx filter|invalid event time filter|invalid timezone '|parsing time|is referenced for more than one dependency/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: Sensor
    metadata:
      name: pushed
    spec:
      dependencies:
        - name: push
          eventSourceName: github
          eventName: push
          filters:
            data:
              - path: body.ref
                type: string
                value: []
      triggers:
        - template:
            name: log
            log: {}
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: Sensor
    metadata:
      name: pushed
    spec:
      dependencies:
        - name: push
          eventSourceName: github
          eventName: push
          filters:
            data:
              - path: body.ref
                type: string
                value: [refs/heads/main]
      triggers:
        - template:
            name: log
            log: {}
  `,
  *check(project) {
    const stan = stanBuses(project);
    for (const { document, spec } of eventsObjects<SensorSpec>(project, 'Sensor')) {
      const { dependencies = [], eventBusName = '' } = spec;
      if (dependencies.length === 0)
        yield { document, path: ['spec'], message: 'the Sensor waits for no event', fix: "write 'dependencies'" };
      const seen = new Set<string>();
      const isStan = stan.has(`${namespaceOf(document.value)}/${eventBusName || 'default'}`);
      for (const [i, dependency] of dependencies.entries()) {
        const at = ['spec', 'dependencies', i];
        for (const problem of problemsOf(dependency, at)) yield { document, ...problem };
        const event = `${dependency.eventSourceName}/${dependency.eventName}`;
        if (isStan && seen.has(event))
          yield {
            document,
            path: at,
            message: `two dependencies wait for '${event}', which STAN does not do`,
            fix: "remove one of the two, or use a bus of 'jetstream'",
          };
        seen.add(event);
      }
    }
  },
};

type Said = Omit<Problem, 'document'>;

/** The namespaces and names of the buses that know an event only once. */
function stanBuses(project: Project): ReadonlySet<string> {
  const buses = eventsObjects<EventBusSpec>(project, 'EventBus').filter(({ spec }) => spec.nats !== undefined);
  return new Set(buses.map(({ document: { value } }) => `${namespaceOf(value)}/${fullNameOf(value)}`));
}

function* problemsOf(dependency: EventDependency, at: YamlPath): Generator<Said> {
  for (const field of ['name', 'eventSourceName', 'eventName'] as const)
    if ((dependency[field] ?? '') === '')
      yield { path: at, message: `the dependency has no ${field}`, fix: `write '${field}'` };
  const { filters, filtersLogicalOperator } = dependency;
  yield* operator(filtersLogicalOperator, [...at, 'filtersLogicalOperator']);
  if (filters !== undefined) yield* filterProblems(filters, [...at, 'filters']);
}

function* operator(given = '', path: YamlPath): Generator<Said> {
  if (!['', 'and', 'or'].includes(given))
    yield { path, message: `'${given}' is neither 'and' nor 'or'`, fix: 'write and or or' };
}

function* filterProblems(filters: EventDependencyFilter, at: YamlPath): Generator<Said> {
  yield* operator(filters.exprLogicalOperator, [...at, 'exprLogicalOperator']);
  yield* operator(filters.dataLogicalOperator, [...at, 'dataLogicalOperator']);
  for (const [i, { expr = '', fields = [] }] of (filters.exprs ?? []).entries()) {
    const path = [...at, 'exprs', i];
    if (expr === '' || fields.length === 0)
      yield { path, message: "the filter has no 'expr' or no 'fields'", fix: 'write both' };
    for (const [j, field] of fields.entries())
      if ((field.path ?? '') === '' || (field.name ?? '') === '')
        yield { path: [...path, 'fields', j], message: "the field has no 'path' or no 'name'", fix: 'write both' };
  }
  for (const [i, { path: where = '', type = '', value = [], comparator = '' }] of (filters.data ?? []).entries()) {
    const path = [...at, 'data', i];
    if (!comparators.includes(comparator))
      yield {
        path: [...path, 'comparator'],
        message: `there is no comparator '${comparator}'`,
        fix: `write one of ${comparators.slice(1).join(' ')}`,
      };
    if (where === '' || type === '' || value.length === 0)
      yield { path, message: "the filter lacks 'path', 'type' or 'value'", fix: 'write all three' };
    if (value.includes(''))
      yield { path: [...path, 'value'], message: 'the filter compares with an empty text', fix: 'write a value' };
  }
  const { context, time } = filters;
  if (
    context !== undefined &&
    [context.type, context.subject, context.source, context.datacontenttype].every((each) => (each ?? '') === '')
  )
    yield {
      path: [...at, 'context'],
      message: 'the filter is for no field, and lets no event through',
      fix: "write 'type', 'subject', 'source' or 'datacontenttype'",
    };
  if (time === undefined) return;
  const path = [...at, 'time'];
  const { start = '', stop = '', timezone = '' } = time;
  const zone = timezone === '' ? undefined : timeZoneProblem(timezone);
  if (zone !== undefined) yield { path: [...path, 'timezone'], ...zone };
  for (const field of ['start', 'stop'] as const)
    if (!/^(?:[01]?\d|2[0-3]):[0-5]?\d:[0-5]?\d(?:[.,]\d+)?$/.test(time[field] ?? ''))
      yield {
        path: [...path, field],
        message: `'${time[field] ?? ''}' is no time of the day`,
        fix: "write hours, minutes and seconds: '08:00:00'",
      };
  if (start === stop)
    yield { path: [...path, 'stop'], message: `the filter begins and ends at '${start}'`, fix: "write another 'stop'" };
}
