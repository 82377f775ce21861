import { isMap } from '../../yaml/is-map';
import { yaml } from '../example';
import type { Rule } from '../rule';
import { eventsObjects } from './objects';
import { sourceTypes } from './sources';

/** @internal */
export const sourceMix: Rule = {
  code: 'MLL1502',
  title: 'an EventSource whose events do not go together',
  severity: 'error',
  why: 'Its controller makes nothing, and says why only in the status.',
  fix: 'write two EventSources',
  engine: /found in the spec|can not be put together/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: EventSource
    metadata:
      name: train
    spec:
      calendar:
        nightly:
          schedule: '0 2 * * *'
      webhook:
        push:
          endpoint: /push
          port: '12000'
          method: POST
          url: ''
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: EventSource
    metadata:
      name: train
    spec:
      calendar:
        nightly:
          schedule: '0 2 * * *'
  `,
  *check(project) {
    for (const { document, spec } of eventsObjects<Readonly<Record<string, unknown>>>(project, 'EventSource')) {
      const seen = new Map<string, string>();
      const types = Object.keys(sourceTypes).filter((type) => isMap(spec[type]) && Object.keys(spec[type]).length > 0);
      for (const type of types) {
        for (const name of Object.keys(spec[type] as object)) {
          const other = seen.get(name);
          if (other !== undefined)
            yield {
              document,
              path: ['spec', type, name],
              message: `'${name}' is an event of '${other}' too`,
              fix: 'rename one of the two',
            };
          seen.set(name, type);
        }
      }
      const stopped = types.find((type) => sourceTypes[type]?.isRecreated === true);
      const rolled = types.find((type) => sourceTypes[type]?.isRecreated !== true);
      if (stopped !== undefined && rolled !== undefined)
        yield {
          document,
          path: ['spec', rolled],
          message: `'${stopped}' runs in one pod at most, and '${rolled}' is to run without a break`,
        };
    }
  },
};
