import { ApiObject, type App } from 'cdk8s';
import { Construct } from 'constructs';
import { checkProps } from '../core/check-props';
import { oneOf } from '../core/parameter/one-of';
import { text } from '../core/parameter/text';
import { pipeline } from '../core/pipeline';
import { programTask } from '../core/program-task';
import { checkEngine, type EngineTarget, emitter } from '../engines/kubernetes/engine';
import { programText } from '../programs/bundle';
import type { Requirements as Checked, RequiredApi } from '../programs/preflight/requirements';
import { manifestOf } from './manifest-of';
import { byKey } from './requires/by-key';
import { collectRequirements, type NeededComponent, type Requirements } from './requires/collect-requirements';
import { ownRequirements } from './requires/own-requirements';

/** @public */
export interface PreflightProps {
  readonly engine: EngineTarget;
}

/**
 * A pipeline that checks on the cluster what `REQUIRES.md` lists, before the first run does: the kinds, the keys of the
 * Secrets, the servers.
 *
 * It knows what to look for from all manifests of the `GitOpsApp` it belongs to. Run it once, as `RUNBOOK.md` says; it ends
 * red and names everything that is missing. Its account may read the Secrets that the manifests name, and nothing else of
 * them. Versions and settings of controllers can't be seen from a pod: it prints them for somebody to look at.
 *
 * @throws PipelineError MLP4011 in an app that is no `GitOpsApp`.
 * @example
 * ```ts
 * new Preflight(chart, 'preflight', { engine: argo('4.0') });
 * ```
 * @public
 */
export class Preflight extends Construct {
  readonly #engine: EngineTarget;
  #filled = false;

  constructor(scope: Construct, id: string, props: PreflightProps) {
    super(scope, id);
    checkProps(props, ['engine'], `Preflight '${id}'`, this.node.path);
    checkEngine(props.engine, `'${id}'`, this.node.path);
    this.#engine = props.engine;
    this.node.addValidation({
      validate: () => (this.#filled ? [] : ['MLP4011: a Preflight is filled in by GitOpsApp, and this app is none']),
    });
  }

  /** Emits the template for what is needed; what was emitted before is replaced. @internal */
  fill(requirements: Requirements): void {
    const { id } = this.node;
    const checked = checkedOf(requirements);
    const look = programTask(
      'look',
      { name: 'preflight', text: programText('preflight') },
      {
        image: this.#engine.programImage,
        outputs: { outcome: oneOf(['ready', 'not-ready']), reason: text({ pattern: /[\s\S]*/, default: '' }) },
        env: { REQUIREMENTS: JSON.stringify(checked) },
        access: checked.secrets.map(({ namespace, name }) => ({
          apiGroup: '',
          resources: ['secrets'],
          verbs: ['get'],
          names: [name],
          namespace,
        })),
        timeout: { toMilliseconds: () => 900_000 },
      },
    );
    this.node.tryRemoveChild('Template');
    const run = pipeline(id, {}, (p) => void p.step(look));
    this.#engine[emitter].emitUnit(this.#engine, this, 'Template', {
      description: 'Checks whether the cluster has what REQUIRES.md lists. Once, before the first run.',
      pipeline: run,
    });
    this.#filled = true;
  }
}

/** Fills in every Preflight of an app with what the manifests need that are not its own. @internal */
export function fillPreflights(app: App, resolved: boolean): void {
  const tree = app.node.findAll();
  const preflights = tree.filter((construct) => construct instanceof Preflight);
  if (preflights.length === 0) return;
  const own = new Set(preflights.flatMap(({ node }) => node.findAll()));
  const needs = collectRequirements();
  for (const construct of tree) {
    for (const needed of ownRequirements(construct)) needs.require(needed);
    if (ApiObject.isApiObject(construct) && !own.has(construct)) needs.add(manifestOf(construct, resolved));
  }
  for (const preflight of preflights) preflight.fill(needs);
}

function checkedOf(requirements: Requirements): Checked {
  const components = [...requirements.components.values()].sort(byKey(({ component }) => component));
  return {
    apis: components.flatMap(apisOf),
    secrets: requirements
      .secrets()
      .filter(({ optional }) => !optional)
      .map(({ namespace, name, keys }) => ({ namespace, name, keys: [...keys].sort() }))
      .sort(byKey(({ namespace, name }) => `${namespace}/${name}`)),
    services: [
      ...[...requirements.trackingServers].sort().map((url) => ({ kind: 'mlflow', url }) as const),
      // Of one with TLS the authority would have to be known here, too.
      ...[...requirements.objectStores.keys()]
        .filter((url) => url.startsWith('http:'))
        .sort()
        .map((url) => ({ kind: 'http', url }) as const),
    ],
    unchecked: components.flatMap(({ component, version, settings }) => [
      ...(version === undefined ? [] : [`${component} is at least ${version}`]),
      ...[...settings].sort().map((setting) => `${component}: ${setting}`),
    ]),
  };
}

function apisOf({ component, kinds }: NeededComponent): readonly RequiredApi[] {
  if (component === 'metrics-server')
    return [{ component, apiVersion: 'metrics.k8s.io/v1beta1', kinds: ['PodMetrics'] }];
  return [...kinds]
    .sort(byKey(([apiVersion]) => apiVersion))
    .map(([apiVersion, names]) => ({ component, apiVersion, kinds: [...names].sort() }));
}
