/** An event of an EventSource, as it is written. @internal */
export type SourceEvent = Readonly<Record<string, unknown>>;

/** What a type of events cannot do without. @internal */
export interface SourceType {
  /** Its pods are stopped before new ones are made, so that no event is read twice. */
  readonly isRecreated?: boolean;
  /** Fields that may not be empty. */
  readonly needed?: readonly string[];
  /** Fields of which one may not be empty. */
  readonly oneOf?: readonly (readonly string[])[];
  /** Fields of which only one may be there. */
  readonly notBoth?: readonly (readonly [string, string])[];
  /** Fields that come together or not at all. */
  readonly together?: readonly (readonly [string, string])[];
  /** It is called over HTTP: `webhook` has an endpoint and a port. */
  readonly isCalled?: boolean;
  /** It watches a folder. */
  readonly isWatched?: boolean;
}

/**
 * The types of events, by their fields in an EventSource.
 *
 * @see https://github.com/argoproj/argo-events/tree/v1.9.11/pkg/eventsources/sources
 * @internal
 */
export const sourceTypes: Readonly<Record<string, SourceType>> = {
  amqp: {
    isRecreated: true,
    needed: ['routingKey', 'exchangeType'],
    oneOf: [['url', 'urlSecret']],
    notBoth: [['url', 'urlSecret']],
  },
  azureEventsHub: {
    isRecreated: true,
    needed: ['fqdn', 'hubName'],
    together: [['sharedAccessKey', 'sharedAccessKeyName']],
  },
  azureQueueStorage: { needed: ['queueName'], oneOf: [['connectionString', 'storageAccountName']] },
  azureServiceBus: {
    isRecreated: true,
    oneOf: [
      ['connectionString', 'fullyQualifiedNamespace'],
      ['queueName', 'topicName'],
    ],
    notBoth: [
      ['queueName', 'topicName'],
      ['queueName', 'subscriptionName'],
    ],
    together: [['topicName', 'subscriptionName']],
  },
  bitbucket: { isCalled: true },
  bitbucketserver: { isCalled: true, needed: ['bitbucketserverBaseURL'] },
  calendar: { isRecreated: true, oneOf: [['schedule', 'interval']] },
  emitter: { isRecreated: true, needed: ['broker', 'channelName', 'channelKey'] },
  file: { isRecreated: true, isWatched: true, needed: ['eventType'] },
  generic: { isRecreated: true, needed: ['url', 'config'] },
  gerrit: { isCalled: true, needed: ['projects', 'events', 'gerritBaseURL', 'auth'] },
  github: { isCalled: true, together: [['githubBaseURL', 'githubUploadURL']] },
  gitlab: { isCalled: true, needed: ['events', 'gitlabBaseURL', 'accessToken'] },
  hdfs: {
    isRecreated: true,
    isWatched: true,
    needed: ['type', 'addresses'],
    oneOf: [['hdfsUser', 'krbCCacheSecret', 'krbKeytabSecret']],
  },
  kafka: { isRecreated: true, needed: ['url', 'topic'], oneOf: [['partition', 'consumerGroup']] },
  minio: { isRecreated: true, needed: ['accessKey', 'secretKey', 'endpoint'] },
  mns: { needed: ['queue', 'endpoint'] },
  mqtt: { isRecreated: true, needed: ['url', 'topic', 'clientId'] },
  nats: { isRecreated: true, needed: ['url', 'subject'] },
  nsq: { isRecreated: true, needed: ['hostAddress', 'topic', 'channel'] },
  pubSub: { isRecreated: true, oneOf: [['topic', 'subscriptionID']] },
  pulsar: { isRecreated: true, needed: ['topics', 'url'] },
  redis: { isRecreated: true, needed: ['hostAddress', 'channels'] },
  redisStream: { isRecreated: true, needed: ['hostAddress', 'streams'] },
  resource: { isRecreated: true, needed: ['version', 'resource', 'eventTypes'] },
  sftp: { isRecreated: true, isWatched: true, needed: ['eventType'] },
  slack: { isCalled: true, needed: ['token', 'signingSecret'] },
  sns: { isCalled: true, needed: ['topicArn', 'region'] },
  sqs: { needed: ['region', 'queue'] },
  storageGrid: { isCalled: true, needed: ['topicArn', 'apiURL', 'authToken', 'bucket', 'events'] },
  stripe: { isCalled: true },
  webhook: { isCalled: true },
};
