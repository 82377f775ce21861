import { posix } from 'node:path';
import { parseCron } from '../../expr/cron';
import { isMap } from '../../yaml/is-map';
import type { YamlPath } from '../../yaml/read';
import { yaml } from '../example';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { goDuration } from '../tekton/duration';
import { eventsObjects } from './objects';
import { type SourceEvent, type SourceType, sourceTypes } from './sources';

/** @internal */
export const sourceSetting: Rule = {
  code: 'MLL1503',
  title: 'an event of an EventSource that lacks what its type needs',
  severity: 'error',
  why: 'Its controller makes nothing, and says why only in the status.',
  fix: 'write the field',
  engine:
    /must specify|must be specified|can(?:no|')t be (?:empty|nil|specified)|cannot be empty|is required|is not specified|not provided|must be provided|(?:missing|must have either)|only one of|^$|failed to parse|invalid (?:tls|sasl) config|must be (?:defined|either|a relative|an absolute|"json")|subscription type|type is invalid|is allowed|are required with|can't specify|error parsing regexp|unknown (?:event|selection)|at least one repository/,
  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: EventSource
    metadata:
      name: train
    spec:
      calendar:
        nightly:
          timezone: Europe/Berlin
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
          timezone: Europe/Berlin
  `,
  *check(project) {
    for (const { document, spec } of eventsObjects<Readonly<Record<string, unknown>>>(project, 'EventSource')) {
      for (const [type, rules] of Object.entries(sourceTypes)) {
        const events = isMap(spec[type]) ? spec[type] : {};
        for (const [name, event] of Object.entries(events)) {
          if (!isMap(event)) continue;
          const at = ['spec', type, name];
          for (const problem of [...byTable(rules, type, event, at), ...(own[type]?.(event, at) ?? [])])
            yield { document, ...problem };
        }
      }
    }
  },
};

type Said = Omit<Problem, 'document'>;

/** Go takes an empty list and an empty map for what is there. */
const isThere = (value: unknown): boolean => value !== undefined && value !== '' && value !== 0;

function* byTable(rules: SourceType, type: string, event: SourceEvent, at: YamlPath): Generator<Said> {
  const { needed = [], oneOf = [], notBoth = [], together = [], isCalled = false, isWatched = false } = rules;
  for (const field of needed) if (!isThere(event[field])) yield lacks(at, field);
  for (const fields of oneOf)
    if (!fields.some((field) => isThere(event[field])))
      yield {
        path: at,
        message: `the event lacks ${fields.map((field) => `'${field}'`).join(' or ')}`,
        fix: 'write one of them',
      };
  for (const [a, b] of notBoth)
    if (isThere(event[a]) && isThere(event[b]))
      yield { path: [...at, b], message: `'${a}' and '${b}' stand side by side`, fix: 'remove one of them' };
  for (const [a, b] of together)
    if (isThere(event[a]) !== isThere(event[b]))
      yield {
        path: at,
        message: `'${isThere(event[a]) ? a : b}' stands without '${isThere(event[a]) ? b : a}'`,
        fix: 'write both, or none of them',
      };
  if (isCalled) {
    const isItself = type === 'webhook';
    const webhook = isItself ? event : event.webhook;
    if (!isMap(webhook)) yield lacks(at, 'webhook');
    else yield* address(webhook, isItself ? at : [...at, 'webhook']);
  }
  if (isWatched)
    yield* folder(isMap(event.watchPathConfig) ? event.watchPathConfig : event, [
      ...at,
      ...(isMap(event.watchPathConfig) ? ['watchPathConfig'] : []),
    ]);
  if (isMap(event.tls)) yield* tls(event.tls, [...at, 'tls']);
}

const lacks = (path: YamlPath, field: string): Said => ({
  path,
  message: `the event lacks '${field}'`,
  fix: `write '${field}'`,
});

function* address(webhook: SourceEvent, at: YamlPath): Generator<Said> {
  for (const field of ['endpoint', 'port']) if (!isThere(webhook[field])) yield lacks(at, field);
  const { port } = webhook;
  if (typeof port === 'string' && port !== '' && !/^[-+]?\d+$/.test(port))
    yield { path: [...at, 'port'], message: `'${port}' is no port`, fix: "write a number in quotes: '12000'" };
}

function* folder(
  { directory = '', path = '', pathRegexp = '' }: { directory?: unknown; path?: unknown; pathRegexp?: unknown },
  at: YamlPath,
): Generator<Said> {
  if (directory === '') yield lacks(at, 'directory');
  else if (!posix.isAbsolute(String(directory)))
    yield {
      path: [...at, 'directory'],
      message: `'${directory}' does not begin with '/'`,
      fix: 'write an absolute path',
    };
  if (path === '' && pathRegexp === '')
    yield { path: at, message: "the event lacks 'path' or 'pathRegexp'", fix: 'write one of them' };
  if (path !== '' && pathRegexp !== '')
    yield {
      path: [...at, 'pathRegexp'],
      message: "'path' and 'pathRegexp' stand side by side",
      fix: 'remove one of them',
    };
  if (posix.isAbsolute(String(path)))
    yield { path: [...at, 'path'], message: `'${path}' begins with '/'`, fix: "write it as seen from 'directory'" };
}

function* tls(given: SourceEvent, path: YamlPath): Generator<Said> {
  if (given.insecureSkipVerify === true) return;
  const [ca, cert, key] = [given.caCertSecret, given.clientCertSecret, given.clientKeySecret].map(isThere);
  if (!ca && !cert && !key && given.enabled !== true)
    yield {
      path,
      message: "'tls' has no certificate",
      fix: "write 'caCertSecret', or 'clientCertSecret' and 'clientKeySecret'",
    };
  if (cert !== key)
    yield {
      path,
      message: "'clientCertSecret' and 'clientKeySecret' come together",
      fix: 'write both, or none of them',
    };
}

/** What a type minds beyond the table. */
const own: Readonly<Record<string, (event: SourceEvent, at: YamlPath) => readonly Said[]>> = {
  calendar({ schedule = '', interval = '' }, at) {
    const line = String(schedule);
    const problem =
      line === '' ? undefined : line.startsWith('@') ? { message: 'it begins with @' } : parseCron(line).problem;
    if (problem !== undefined)
      return [
        {
          path: [...at, 'schedule'],
          message: `'${line}' is no schedule: ${problem.message}`,
          fix: "write five fields: '0 2 * * *'",
        },
      ];
    if (line === '' && interval !== '') return duration(interval, [...at, 'interval']);
    return [];
  },
  github(
    {
      repositories = [],
      owner = '',
      repository = '',
      organizations,
      contentType = '',
      events = [],
      apiToken,
      githubApp,
      webhook,
    },
    at,
  ) {
    const has = (repositories as readonly unknown[]).length > 0 || (owner !== '' && repository !== '');
    const said: Said[] = [];
    if (!has && organizations === undefined)
      said.push({ path: at, message: "the event lacks 'repositories' or 'organizations'", fix: 'write one of them' });
    if (has && organizations !== undefined)
      said.push({
        path: [...at, 'organizations'],
        message: "'repositories' and 'organizations' stand side by side",
        fix: 'remove one of them',
      });
    if (!['', 'json', 'form'].includes(String(contentType)))
      said.push({
        path: [...at, 'contentType'],
        message: `'${contentType}' is no type of content`,
        fix: 'write json or form',
      });
    const makesHook = (apiToken !== undefined || githubApp !== undefined) && isMap(webhook) && isThere(webhook.url);
    if (makesHook && (events as readonly unknown[]).length === 0) said.push(lacks(at, 'events'));
    return said;
  },
  bitbucket({ repositories = [], owner = '', repositorySlug = '', events = [], auth, webhook }, at) {
    const said: Said[] = [];
    if ((repositories as readonly unknown[]).length === 0 && (owner === '' || repositorySlug === ''))
      said.push(lacks(at, 'repositories'));
    const login = isMap(auth) ? auth : {};
    const makesHook =
      (login.basic !== undefined || login.oauthToken !== undefined) && isMap(webhook) && isThere(webhook.url);
    if (makesHook && (events as readonly unknown[]).length === 0) said.push(lacks(at, 'events'));
    return said;
  },
  bitbucketserver(
    {
      checkInterval = '',
      events = [],
      accessToken,
      webhook,
      repositories = [],
      projects = [],
      projectKey = '',
      repositorySlug = '',
    },
    at,
  ) {
    const some =
      (repositories as readonly unknown[]).length + (projects as readonly unknown[]).length > 0 ||
      (projectKey !== '' && repositorySlug !== '');
    const makesHook = accessToken !== undefined && isMap(webhook) && isThere(webhook.url) && some;
    const said = makesHook && (events as readonly unknown[]).length === 0 ? [lacks(at, 'events')] : [];
    return [...said, ...(checkInterval === '' ? [] : duration(checkInterval, [...at, 'checkInterval']))];
  },
  hdfs: ({ checkInterval = '' }, at) => (checkInterval === '' ? [] : duration(checkInterval, [...at, 'checkInterval'])),
  pulsar: ({ type = '' }, at) =>
    type === 'exclusive' || type === 'shared'
      ? []
      : [
          {
            path: at,
            message: `'${type}' is no type of a subscription`,
            fix: "write 'type: exclusive' or 'type: shared'",
          },
        ],
  pubSub: ({ topicProjectID = '', topic = '' }, at) =>
    topicProjectID !== '' && topic === '' ? [lacks(at, 'topic')] : [],
  redis: ({ password, namespace = '' }, at) =>
    password !== undefined && namespace === '' ? [lacks(at, 'namespace')] : [],
  stripe: ({ createWebhook = false, apiKey }, at) =>
    createWebhook === true && apiKey === undefined ? [lacks(at, 'apiKey')] : [],
  minio: ({ bucket }, at) => (isMap(bucket) && (bucket.name ?? '') === '' ? [lacks([...at, 'bucket'], 'name')] : []),
  amqp: ({ auth, tls: secured }, at) => (secured === undefined ? login(auth, [...at, 'auth']) : []),
  mqtt: ({ auth, tls: secured }, at) => (secured === undefined ? login(auth, [...at, 'auth']) : []),
  nats: ({ queue }, at) =>
    queue === ''
      ? [{ path: [...at, 'queue'], message: "'queue' is empty", fix: 'write the name of the group, or remove it' }]
      : [],
  resource({ filter }, at) {
    const { labels = [], fields = [] } = (isMap(filter) ? filter : {}) as {
      labels?: readonly SourceEvent[];
      fields?: readonly SourceEvent[];
    };
    return [...labels.entries(), ...fields.entries()].flatMap(([, each]) =>
      isThere(each.key) ? [] : [{ path: [...at, 'filter'], message: 'a selector has no key', fix: "write 'key'" }],
    );
  },
  kafka({ sasl, tls: secured, awsMskIamAuth }, at) {
    if (secured !== undefined) return [];
    const said: Said[] = [];
    if (isMap(sasl)) {
      const path = [...at, 'sasl'];
      if (
        !['', 'PLAIN', 'OAUTHBEARER', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'GSSAPI'].includes(String(sasl.mechanism ?? ''))
      )
        said.push({
          path: [...path, 'mechanism'],
          message: `there is no mechanism '${sasl.mechanism}'`,
          fix: 'write PLAIN, OAUTHBEARER, SCRAM-SHA-256, SCRAM-SHA-512 or GSSAPI',
        });
      if (sasl.userSecret === undefined || sasl.passwordSecret === undefined)
        said.push({ path, message: "'userSecret' and 'passwordSecret' come together", fix: 'write both' });
    } else if (isMap(awsMskIamAuth) && !isThere(awsMskIamAuth.region))
      said.push(lacks([...at, 'awsMskIamAuth'], 'region'));
    return said;
  },
};

function login(auth: unknown, path: YamlPath): readonly Said[] {
  if (!isMap(auth)) return [];
  return ['username', 'password'].filter((field) => auth[field] === undefined).map((field) => lacks(path, field));
}

function duration(given: unknown, path: YamlPath): readonly Said[] {
  return goDuration(String(given)) === undefined
    ? [{ path, message: `'${given}' is no duration`, fix: "write one such as '30m'" }]
    : [];
}
