import { suggest } from '../../core/suggest';
import type { SensorSpec } from '../../schemas/events/types';
import { isMap } from '../../yaml/is-map';
import { namespaceOf } from '../document';
import { yaml } from '../example';
import { mapIn } from '../members';
import { objectNamed, objectsOf } from '../objects/named';
import { mending, missingFrom } from '../objects/names-here';
import type { Rule } from '../rule';
import { sensorsIn } from './sensors';

/** @internal */
export const eventSourceNotHere: Rule = {
  code: 'MLL2158',
  title: 'an event that no EventSource sends',
  severity: 'warning',
  why: 'The Sensor waits for it for ever, and says nothing. Said where the files hold the EventSource, or others.',
  fix: 'correct eventSourceName or eventName',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: EventSource
    metadata:
      name: hooks
    spec:
      webhook:
        trained:
          port: '12000'
          endpoint: /trained
          method: POST
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Sensor
    metadata:
      name: trained
    spec:
      dependencies:
        - name: trained
          eventSourceName: hooks
          eventName: training
      triggers:
        - template:
            name: tell
            log: {}
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: EventSource
    metadata:
      name: hooks
    spec:
      webhook:
        trained:
          port: '12000'
          endpoint: /trained
          method: POST
    ---
    apiVersion: argoproj.io/v1alpha1
    kind: Sensor
    metadata:
      name: trained
    spec:
      dependencies:
        - name: trained
          eventSourceName: hooks
          eventName: trained
      triggers:
        - template:
            name: tell
            log: {}
  `,
  *check(project) {
    const sources = objectsOf(project, 'EventSource', 'argoproj.io');
    const wanted = sensorsIn(project.documents, project.issuesOf).flatMap((document) =>
      ((document.value.spec as SensorSpec).dependencies ?? []).map(({ eventSourceName = '', eventName = '' }, i) => ({
        ...{ document, name: eventSourceName, event: eventName, namespace: namespaceOf(document.value) },
        path: ['spec', 'dependencies', i],
      })),
    );
    for (const missing of missingFrom(sources, wanted)) {
      const { document, path, name } = missing.reference;
      const message = `the EventSource '${name}' is not in these files`;
      yield { document, path: [...path, 'eventSourceName'], message, fix: mending(missing) };
    }
    for (const { document, name, event, namespace, path } of wanted) {
      const found = objectNamed(sources, name, namespace);
      if (event === '' || found === undefined || !('document' in found)) continue;
      const events = Object.values(mapIn(found.document.value, 'spec')).flatMap((type) =>
        isMap(type) ? Object.keys(type) : [],
      );
      if (events.includes(event)) continue;
      const meant = suggest(event, events);
      yield {
        document,
        path: [...path, 'eventName'],
        message: `the EventSource '${name}' has no event '${event}'`,
        fix: meant === undefined ? `it has ${events.join(', ')}` : `did you mean '${meant}'?`,
      };
    }
  },
};
