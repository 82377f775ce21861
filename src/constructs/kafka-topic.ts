import { checkProps } from '../core/check-props';
import type { KafkaTopic } from '../engines/kubernetes/event-engine';
import { matching, reason, secret, unchecked, unusable } from './event-checks';
import type { KafkaTopicOptions } from './event-from-options';

/** What a topic and a group may be called. @internal */
export const kafkaName = /^[\w.-]{1,249}$/;

/** A topic, and how its brokers know who asks. Throws MLP3060 and MLP3061. @internal */
export function kafkaTopic({ topic, login, tls, insecure, ...options }: KafkaTopicOptions, what: string): KafkaTopic {
  const brokers = [options.brokers].flat().map((name) => matching(name, /^[\w.-]+:\d{1,5}$/, 'host:port', what));
  if (brokers.length === 0) throw unusable(`${what} names no broker`, "brokers: ['kafka.flts:9093']");
  if ((login === undefined || tls === undefined) && insecure === undefined)
    throw unchecked(
      `${what} has no ${login === undefined ? 'login' : 'tls'}`,
      "login, tls, or insecure: { reason: '…' }",
    );
  if (login !== undefined) {
    checkProps(login, ['mechanism', 'user', 'password'], `the login of ${what}`);
    secret(login.user, 'the user', what);
    secret(login.password, 'the password', what);
  }
  if (tls !== undefined) checkProps(tls, ['ca'], `tls of ${what}`);
  if (tls?.ca !== undefined) secret(tls.ca, 'the certificate', what);
  return {
    brokers,
    topic: matching(topic, kafkaName, 'a topic', what),
    login: login && { mechanism: login.mechanism ?? 'SCRAM-SHA-512', user: login.user, password: login.password },
    tls: tls && { ca: tls.ca },
    unprotected: reason(insecure, what),
  };
}
