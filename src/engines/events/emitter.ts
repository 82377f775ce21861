import type { ApiObject, ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import type { Template } from '../../schemas/events/types';
import { emitAccounts, managed } from '../kubernetes/account';
import { restricted } from '../kubernetes/container';
import type { EventEmitter, NamedEvent, RelayToEmit, TriggerToEmit } from '../kubernetes/event-engine';
import type { Platform } from '../kubernetes/platform';
import { podSecurity } from '../kubernetes/pod-security';
import { unprotectedReason } from './admission/unprotected';
import { dependency } from './dependency';
import { kafkaTrigger } from './kafka-trigger';
import { ArgoEventSource } from './resources/event-source';
import { ArgoSensor } from './resources/sensor';
import { runTrigger } from './run-trigger';
import { sourceSpec } from './source-spec';
import type { ArgoEventsTarget } from './target';

/** How events start units, as Argo Events has it: EventSources and a Sensor that creates Workflows. @internal */
export const argoEventsEmitter: EventEmitter = {
  emitTrigger({ bus }: ArgoEventsTarget, scope: Construct, trigger: TriggerToEmit): ApiObject {
    const { id, path: at } = scope.node;
    const { run, events, engine } = trigger;
    const namespace = run.object.namespace ?? 'default';
    const bused = bus === 'default' ? {} : { eventBusName: bus };
    const dependencies = events.map((event) => {
      const name = events.length === 1 ? id : `${id}-${event.name}`;
      const own = emitSource(scope, name, namespace, event, engine.platform, bused);
      return dependency(event, own);
    });
    const sensor = new ArgoSensor(scope, 'Resource', {
      metadata: { name: id, namespace, labels: managed },
      spec: {
        ...bused,
        template: pod(`${id}-trigger`, engine.platform),
        dependencies,
        triggers: [runTrigger('run', trigger, at)],
      },
    });
    // No more than what it does; Argo reads the template itself.
    emitAccounts(
      new Construct(scope, 'trigger'),
      `${id}-trigger`,
      namespace,
      [],
      [{ apiGroups: ['argoproj.io'], resources: ['workflows'], verbs: ['create'] }],
    );
    return sensor;
  },
  emitRelay({ bus }: ArgoEventsTarget, scope: Construct, relay: RelayToEmit): ApiObject {
    const { id } = scope.node;
    const { engine, namespace, event, topic } = relay;
    const bused = bus === 'default' ? {} : { eventBusName: bus };
    const source = emitSource(scope, id, namespace, event, engine.platform, bused);
    // It asks Kubernetes for nothing.
    emitAccounts(new Construct(scope, 'relay'), `${id}-relay`, namespace, []);
    return new ArgoSensor(scope, 'Resource', {
      metadata: { name: id, namespace, labels: managed, ...unprotectedNote(topic.unprotected) },
      spec: {
        ...bused,
        template: pod(`${id}-relay`, engine.platform),
        dependencies: [dependency(event, source)],
        triggers: [kafkaTrigger('send', relay)],
      },
    });
  },
};

function unprotectedNote(reason: string | undefined): Pick<ApiObjectMetadata, 'annotations'> {
  return reason === undefined ? {} : { annotations: { [unprotectedReason]: reason } };
}

function emitSource(
  scope: Construct,
  name: string,
  namespace: string,
  { name: eventName, sender }: NamedEvent,
  platform: Platform,
  bused: { readonly eventBusName?: string },
): { readonly eventSourceName: string; readonly eventName: string } {
  const spec = sourceSpec(sender, eventName);
  if (sender.kind === 'existing') return { eventSourceName: sender.source, eventName: sender.event };
  const reason = 'unprotected' in sender ? sender.unprotected : undefined;
  const place = new Construct(scope, `source-${eventName}`);
  new ArgoEventSource(place, 'Resource', {
    metadata: {
      name,
      namespace,
      labels: managed,
      ...unprotectedNote(reason),
    },
    spec: { ...bused, template: pod(`${name}-source`, platform), ...spec },
  });
  // It asks Kubernetes for nothing, but no other account lends it its rights.
  emitAccounts(place, `${name}-source`, namespace, []);
  return { eventSourceName: name, eventName: sender.kind === 'custom' ? sender.event : eventName };
}

/** The user of Argo Events' own images. */
const user = 9731;

function pod(serviceAccountName: string, platform: Platform): Template {
  return {
    serviceAccountName,
    securityContext: podSecurity({ user, exempt: {} }, platform),
    container: {
      securityContext: restricted(false),
      resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '256Mi' } },
    },
  };
}
