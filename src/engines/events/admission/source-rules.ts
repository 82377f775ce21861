import { parseCron } from '../../../expr/cron';
import type { EventSourceSpec } from '../../../schemas/events/types';
import { basicAuthRefusals, saslRefusals, tlsRefusals, watchPathRefusals, webhookRefusals } from './connection';
import { isEmpty, type Refusals } from './refusals';

/** A key of an EventSource that holds events. @internal */
export type SourceKind = Exclude<keyof EventSourceSpec, 'eventBusName' | 'replicas' | 'service' | 'template'>;

type Settings<K extends SourceKind> = NonNullable<EventSourceSpec[K]>[string];

/** What must be there, and what is said if it is not. */
function* required<T extends object>(settings: T, words: { readonly [K in keyof T]?: string }): Refusals {
  for (const [field, says] of Object.entries<string | undefined>(words))
    if (says !== undefined && isEmpty(settings[field as keyof T])) yield says;
}

/** Lists of Go are there when they are empty. */
const isNil = (value: unknown): boolean => value === undefined || value === null;

const isDuration = (text: string): boolean =>
  /^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.test(text);

/**
 * What Argo Events would say to an event, by its kind.
 *
 * @see https://github.com/argoproj/argo-events/tree/v1.9.11/pkg/eventsources/sources
 * @internal
 */
export const sourceRules: { readonly [K in SourceKind]: (settings: Settings<K>) => Refusals } = {
  *amqp(given) {
    const { url, urlSecret, tls, auth } = given;
    if (isEmpty(url) && !urlSecret) yield 'either url or urlSecret must be specified';
    if (!isEmpty(url) && urlSecret) yield 'only one of url or urlSecret can be specified';
    yield* required(given, {
      routingKey: 'routing key must be specified',
      exchangeType: 'exchange type must be specified',
    });
    if (tls) yield* tlsRefusals(tls);
    else if (auth) yield* basicAuthRefusals(auth);
  },
  *azureEventsHub(given) {
    yield* required(given, { fqdn: 'FQDN is not specified', hubName: 'hub name/path is not specified' });
    if (!given.sharedAccessKey !== !given.sharedAccessKeyName)
      yield 'SharedAccessKey or SharedAccessKeyName is not specified. If one is set then both must be set';
  },
  *azureQueueStorage(given) {
    if (!given.connectionString && isEmpty(given.storageAccountName))
      yield 'must specify connection string or storageAccountName';
    yield* required(given, { queueName: 'must specify queue name' });
  },
  *azureServiceBus({ connectionString, fullyQualifiedNamespace, queueName, topicName, subscriptionName }) {
    const [queue, topic, subscription] = [queueName, topicName, subscriptionName].map((name) => !isEmpty(name));
    if (!connectionString && isEmpty(fullyQualifiedNamespace))
      yield 'ConnectionString or fullyQualifiedNamespace must be specified';
    if (!queue && (!topic || !subscription)) yield 'QueueName or TopicName/SubscriptionName must be specified';
    if (queue && (topic || subscription))
      yield 'QueueName and TopicName/SubscriptionName cannot be specified at the same time';
  },
  *bitbucket({ repositories, owner, repositorySlug, auth, events, webhook }) {
    if (isEmpty(repositories) && (isEmpty(owner) || isEmpty(repositorySlug)))
      yield 'at least one repository is required';
    const makesHooks = (auth?.basic || auth?.oauthToken) && !isEmpty(webhook?.url);
    if (makesHooks && isEmpty(events)) yield 'events must be defined to create a bitbucket webhooks';
    yield* webhookRefusals(webhook);
  },
  *bitbucketserver(given) {
    const { accessToken, webhook, repositories, projectKey, repositorySlug, projects, events, checkInterval } = given;
    const owned = !isEmpty(repositories) || (!isEmpty(projectKey) && !isEmpty(repositorySlug)) || !isEmpty(projects);
    if (accessToken && !isEmpty(webhook?.url) && owned && isEmpty(events))
      yield 'events must be defined to create a bitbucket server webhook';
    yield* required(given, { bitbucketserverBaseURL: "bitbucket server base url can't be empty" });
    if (checkInterval !== undefined && checkInterval !== '' && !isDuration(checkInterval))
      yield `failed to parse webhook check interval duration: time: invalid duration ${JSON.stringify(checkInterval)}`;
    yield* webhookRefusals(webhook);
  },
  *calendar({ schedule = '', interval = '' }) {
    if (schedule === '' && interval === '') yield 'must have either schedule or interval';
    // Five fields only: neither `@daily` nor a time zone in front.
    else if (schedule !== '' && (/^[@TC]/.test(schedule) || parseCron(schedule).problem !== undefined))
      yield `failed to parse schedule ${schedule} from calendar event`;
    else if (schedule === '' && !isDuration(interval))
      yield `failed to parse interval ${interval} from calendar event. Cause: time: invalid duration ${JSON.stringify(interval)}`;
  },
  *emitter(given) {
    yield* required(given, {
      broker: 'broker url must be specified',
      channelName: 'channel name must be specified',
      channelKey: 'channel key secret selector must be specified',
    });
    if (given.tls) yield* tlsRefusals(given.tls);
  },
  *file(given) {
    yield* required(given, { eventType: 'type must be specified' });
    yield* watchPathRefusals(given.watchPathConfig ?? { directory: '' });
  },
  *generic(given) {
    yield* required(given, { url: "server url can't be empty", config: "config can't be empty" });
  },
  *gerrit(given) {
    yield* required(given, { projects: 'projects cannot be empty' });
    if (isNil(given.events)) yield "events can't be empty";
    yield* required(given, { gerritBaseURL: "gerrit base url can't be empty" });
    if (!given.auth) yield "username and password can't be empty";
    yield* webhookRefusals(given.webhook);
  },
  *github(given) {
    const { repositories, owner, repository, organizations, apiToken, githubApp, events, webhook } = given;
    const owned = !isEmpty(repositories) || (!isEmpty(owner) && !isEmpty(repository));
    if (!owned && isNil(organizations)) yield 'either repositories or organizations is required';
    if (owned && !isNil(organizations)) yield 'only one of repositories and organizations is allowed';
    if ((apiToken || githubApp) && !isEmpty(webhook?.url) && isEmpty(events))
      yield 'events must be defined to create a github webhook';
    if (!['', 'json', 'form'].includes(given.contentType ?? '')) yield 'content type must be "json" or "form"';
    const [base, upload] = [!isEmpty(given.githubBaseURL), !isEmpty(given.githubUploadURL)];
    if (upload && !base) yield 'githubBaseURL is required when githubUploadURL is set';
    if (base && !upload) yield 'githubUploadURL is required when githubBaseURL is set';
    yield* webhookRefusals(webhook);
  },
  *gitlab(given) {
    if (isNil(given.events)) yield "events can't be empty";
    yield* required(given, { gitlabBaseURL: "gitlab base url can't be empty" });
    if (!given.accessToken) yield "access token can't be nil";
    yield* webhookRefusals(given.webhook);
  },
  *hdfs(given) {
    const { type, checkInterval = '', krbCCacheSecret, krbKeytabSecret, krbConfigConfigMap } = given;
    yield* required(given, { type: 'type is required' });
    if (!isEmpty(type) && !type.split('|').some((op) => ['CREATE', 'REMOVE', 'WRITE', 'RENAME', 'CHMOD'].includes(op)))
      yield 'type is invalid';
    if (checkInterval !== '' && !isDuration(checkInterval)) yield 'failed to parse interval';
    yield* watchPathRefusals(given);
    yield* required(given, { addresses: 'addresses is required' });
    if (isEmpty(given.hdfsUser) && !krbCCacheSecret && !krbKeytabSecret)
      yield 'either hdfsUser, krbCCacheSecret or krbKeytabSecret is required';
    const named = !isEmpty(given.krbServicePrincipalName) && krbConfigConfigMap;
    if (krbKeytabSecret && (!named || isEmpty(given.krbUsername) || isEmpty(given.krbRealm)))
      yield 'krbServicePrincipalName, krbConfigConfigMap, krbUsername and krbRealm are required with krbKeytabSecret';
    if (krbCCacheSecret && !named)
      yield 'krbServicePrincipalName and krbConfigConfigMap are required with krbCCacheSecret';
  },
  *kafka(given) {
    yield* required(given, { url: 'url must be specified', topic: 'topic must be specified' });
    if (isEmpty(given.partition) && !given.consumerGroup) yield 'consumerGroup or partition must be specified';
    // Only the first of these is looked at.
    if (given.tls) yield* tlsRefusals(given.tls);
    else if (given.sasl) yield* saslRefusals(given.sasl);
    else if (given.awsMskIamAuth && isEmpty(given.awsMskIamAuth.region)) yield 'awsMskIamAuth.region must be specified';
  },
  *minio(given) {
    if (!given.accessKey) yield "access key can't be empty";
    if (!given.secretKey) yield "secret key can't be empty";
    yield* required(given, { endpoint: "endpoint url can't be empty" });
    if (given.bucket && isEmpty(given.bucket.name)) yield "bucket name can't be empty";
    if (given.events?.includes('') === true) yield 'unknown event ';
  },
  *mns(given) {
    yield* required(given, { queue: 'must specify queue name', endpoint: 'must specify a endpoint' });
  },
  *mqtt(given) {
    yield* required(given, {
      url: 'url must be specified',
      topic: 'topic must be specified',
      clientId: 'client id must be specified',
    });
    if (given.tls) yield* tlsRefusals(given.tls);
    else if (given.auth) yield* basicAuthRefusals(given.auth);
  },
  *nats(given) {
    yield* required(given, { url: 'url must be specified', subject: 'subject must be specified' });
    if (given.tls) yield* tlsRefusals(given.tls);
    else if (given.queue === '') yield 'queue group cannot be empty if specified';
  },
  *nsq(given) {
    yield* required(given, {
      hostAddress: 'host address must be specified',
      topic: 'topic must be specified',
      channel: 'channel must be specified',
    });
    if (given.tls) yield* tlsRefusals(given.tls);
  },
  *pubSub(given) {
    if (!isEmpty(given.topicProjectID) && isEmpty(given.topic))
      yield "you can't specify topicProjectID if you don't specify topic";
    if (isEmpty(given.topic) && isEmpty(given.subscriptionID)) yield 'must specify topic or subscriptionID';
  },
  *pulsar(given) {
    if (isNil(given.topics)) yield "topics can't be empty list";
    yield* required(given, { url: 'url must be provided' });
    if (given.type !== 'exclusive' && given.type !== 'shared')
      yield 'subscription type must be either exclusive or shared';
  },
  *redis(given) {
    yield* required(given, { hostAddress: 'host address must be specified' });
    if (isNil(given.channels)) yield 'channel/s must be specified';
    if (given.password && isEmpty(given.namespace))
      yield 'namespace must be defined in order to retrieve the password from the secret';
    if (given.tls) yield* tlsRefusals(given.tls);
  },
  *redisStream(given) {
    yield* required(given, { hostAddress: 'host address must be specified' });
    if (isNil(given.streams)) yield 'stream/streams must be specified';
    if (given.tls) yield* tlsRefusals(given.tls);
  },
  *resource(given) {
    yield* required(given, { version: 'version must be specified', resource: 'resource must be specified' });
    if (isNil(given.eventTypes)) yield 'event types must be specified';
    for (const { key } of [...(given.filter?.labels ?? []), ...(given.filter?.fields ?? [])])
      if (isEmpty(key)) yield "key can't be empty for selector";
  },
  *sftp(given) {
    yield* required(given, { eventType: 'type must be specified' });
    yield* watchPathRefusals(given.watchPathConfig ?? { directory: '' });
  },
  *slack(given) {
    if (!given.token) yield 'token not provided';
    if (!given.signingSecret) yield 'signingSecret not provided';
    yield* webhookRefusals(given.webhook);
  },
  *sns(given) {
    yield* required(given, { topicArn: 'must specify topic arn', region: 'must specify region' });
    yield* webhookRefusals(given.webhook);
  },
  *sqs(given) {
    yield* required(given, { region: 'must specify region', queue: 'must specify queue name' });
  },
  *storageGrid(given) {
    yield* required(given, { topicArn: 'topic arn must be provided', apiURL: 'api url must be provided' });
    if (!given.authToken) yield 'api auth token must be provided';
    yield* required(given, { bucket: 'bucket name must be provided' });
    if (isNil(given.events)) yield 'event types must be provided';
    yield* webhookRefusals(given.webhook);
  },
  *stripe(given) {
    if (given.createWebhook === true && !given.apiKey) yield 'api key K8s secret selector not provided';
    yield* webhookRefusals(given.webhook);
  },
  *webhook(given) {
    yield* webhookRefusals(given);
  },
};
