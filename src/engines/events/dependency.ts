import type { ValueType } from '../../core/value-type';
import type { DataFilter, EventDependency, ExprFilter } from '../../schemas/events/types';
import type { EventSender, FieldCheck, FieldPath, NamedEvent } from '../kubernetes/event-engine';
import { valuePattern } from '../kubernetes/value-pattern';
import { bodyOf } from './source-spec';

/**
 * What a Sensor waits for: an event that has all that is asked of it. What is missing or has another form is no such event:
 * nothing starts with it.
 *
 * @internal
 */
export function dependency(
  { name, sender, fields, during }: NamedEvent,
  source: { readonly eventSourceName: string; readonly eventName: string },
): EventDependency {
  const asked = [...fixed(sender), ...fields];
  const data = asked.flatMap((check) => dataFilters(dataKey(sender, check.path), check.type));
  const exprs = asked.flatMap((check) => textOnly(dataKey(sender, check.path), check.type));
  const filters = {
    ...(data.length > 0 && { data }),
    ...(exprs.length > 0 && { exprs }),
    ...(during && { time: during }),
  };
  return { name, ...source, ...(Object.keys(filters).length > 0 && { filters }) };
}

/** The path as the bus knows it. @internal */
export function dataKey(sender: EventSender, path: FieldPath): string {
  return [...bodyOf(sender), ...path].join('.');
}

/** One secret may sign for several repositories and kinds of events: the body says whose and which it is. */
function fixed(sender: EventSender): readonly FieldCheck[] {
  if (sender.kind !== 'github') return [];
  const { owner, repositories, events } = sender;
  return [
    // Argo Events puts the header here, after it has checked the signature.
    { path: ['X-GitHub-Event'], type: { kind: 'oneOf', values: events } },
    {
      path: ['repository', 'full_name'],
      type: { kind: 'oneOf', values: repositories.map((name) => `${owner}/${name}`) },
    },
  ];
}

/** All of these must hold; of the values of one, any. The regular expressions are searched for, so they name both ends. */
function dataFilters(path: string, type: ValueType): readonly DataFilter[] {
  const matches = (pattern: string): DataFilter => ({ path, type: 'string', value: [`^(?:${pattern})$`] });
  const limit = (comparator: string, bound: number | undefined): readonly DataFilter[] =>
    bound === undefined ? [] : [{ path, type: 'number', comparator, value: [String(bound)] }];
  switch (type.kind) {
    case 'text':
      return [
        matches(valuePattern(type)),
        // Argo evaluates tags in what a run is started with.
        { path, type: 'string', comparator: '!=', value: ['\\{\\{'] },
        matches('[\\s\\S]{0,1000}'),
      ];
    case 'integer':
    case 'number':
      return [matches(valuePattern(type)), ...limit('>=', type.min), ...limit('<=', type.max)];
    default:
      return [matches(valuePattern(type))];
  }
}

/** What is no text has one here, too: a list looks like its JSON, null like nothing. Only a text can be matched here. */
function textOnly(path: string, type: ValueType): readonly ExprFilter[] {
  return type.kind === 'text' ? [{ expr: "value =~ ''", fields: [{ name: 'value', path }] }] : [];
}
