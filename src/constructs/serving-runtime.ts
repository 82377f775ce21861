import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkProps } from '../core/check-props';
import { show } from '../core/check-value';
import type { Env } from '../core/container/env';
import { checkIdentity, type Exemptions } from '../core/container/identity';
import { checkImage, type Image } from '../core/container/image';
import { checkPath } from '../core/container/path';
import { checkResources, type Resources } from '../core/container/resources';
import { checkObjectName } from '../core/container/volume';
import { KServeServingRuntime } from '../engines/kserve/resources/serving-runtime';
import { checkTarget, type KServeTarget } from '../engines/kserve/target';
import { managed } from '../engines/kubernetes/account';
import { exemptionNotes, podSecurity } from '../engines/kubernetes/pod-security';
import { fixedEnv } from './fixed-env';
import { unusableService as unusable } from './unusable-service';

/** @public */
export interface ServingRuntimeProps {
  readonly engine: KServeTarget;
  /** Where it is; InferenceServices of this namespace may name it. */
  readonly namespace: string;
  /** What serves the models, by digest or exact tag. */
  readonly image: Image;
  /** Formats of models, as `model.format` names them. None is chosen for a model that does not name its runtime. */
  readonly formats: readonly [ServedFormat, ...ServedFormat[]];
  readonly protocols: readonly ('v1' | 'v2' | 'grpc-v1' | 'grpc-v2')[];
  /** KServe puts the name of the service where `{{.Name}}` stands; the model is in `/mnt/models`. */
  readonly args?: readonly string[] | undefined;
  readonly env?: Env | undefined;
  /** The port that it listens at. @default 8080 */
  readonly port?: number | undefined;
  /** Where an InferenceService says nothing. @default - 100m of cpu, 512Mi of memory */
  readonly resources?: Resources | undefined;
  /** Folders of the image that it writes to: an empty folder is mounted there. `/tmp` is mounted by the InferenceService. */
  readonly writable?: readonly string[] | undefined;
  /** User id that it runs as. @default 1000 */
  readonly user?: number | undefined;
  /** Reasons to need more than the restricted profile allows. */
  readonly exempt?: Exemptions | undefined;
}

/** @public */
export interface ServedFormat {
  readonly name: string;
  readonly version?: string | undefined;
}

/**
 * A server of models of one's own: a KServe ServingRuntime with an image that stays the same, a restricted container, and
 * nothing that would choose it by itself.
 *
 * @throws PipelineError MLP2204 for formats, protocols or a port that can't be; MLP2201 for what KServe's webhook refuses.
 * @see https://kserve.github.io/website/docs/concepts/resources/servingruntime
 * @example
 * ```ts
 * new ServingRuntime(chart, 'sklearn', {
 *   engine: kserve('0.20'),
 *   namespace: 'models',
 *   image: Image.tagged('kserve/sklearnserver:v0.20.0'),
 *   formats: [{ name: 'sklearn', version: '1' }],
 *   protocols: ['v1', 'v2'],
 *   args: ['--model_name={{.Name}}', '--model_dir=/mnt/models', '--http_port=8080'],
 * });
 * ```
 * @public
 */
export class ServingRuntime extends Construct {
  /** The ServingRuntime, for JSON patches. */
  readonly apiObject: ApiObject;

  constructor(scope: Construct, id: string, props: ServingRuntimeProps) {
    super(scope, id);
    const at = this.node.path;
    const what = `ServingRuntime '${id}'`;
    checkProps(props, Object.keys(known), what, at);
    const { engine, args = [], port = 8080, resources, writable = [] } = props;
    checkTarget(engine, what, at);
    if (!Number.isSafeInteger(port) || port < 1 || port > 65_535) throw unusable(`the port is ${show(port)}`, at);
    if (!Array.isArray(args) || args.some((arg) => typeof arg !== 'string'))
      throw unusable(`the args are ${show(args)}`, at, { expected: "a list of text: ['--http_port=8080']" });
    const identity = checkIdentity(props.user, props.exempt, what);
    const { fsGroup: _, ...context } = podSecurity(identity, engine.platform);
    const notes = exemptionNotes(identity);
    const folders = writable.map((path, index) => ({
      name: `runtime-${index}`,
      mountPath: checkPath(path, `a writable folder of ${what}`),
    }));
    this.apiObject = new KServeServingRuntime(this, 'Resource', {
      metadata: {
        name: checkObjectName(id, 'ServingRuntime', at),
        namespace: checkObjectName(props.namespace, 'Namespace', at),
        labels: managed,
      },
      spec: {
        ...(Object.keys(notes).length === 0 ? {} : { annotations: { ...notes } }),
        supportedModelFormats: formatsOf(props.formats, at),
        protocolVersions: protocolsOf(props.protocols, at),
        multiModel: false,
        containers: [
          {
            name: 'kserve-container',
            image: checkImage(props.image, what, at),
            ...(args.length === 0 ? {} : { args }),
            ...fixedEnv(props.env, what, at, unusable),
            ports: [{ name: 'http', containerPort: port, protocol: 'TCP' }],
            resources: checkResources(resources, what, at),
            securityContext: {
              ...context,
              allowPrivilegeEscalation: false,
              capabilities: { drop: ['ALL'] },
              ...(identity.exempt.writableRoot === undefined ? { readOnlyRootFilesystem: true } : {}),
            },
            ...(folders.length === 0 ? {} : { volumeMounts: folders }),
          },
        ],
        ...(folders.length === 0 ? {} : { volumes: folders.map(({ name }) => ({ name, emptyDir: {} })) }),
      },
    });
  }
}

const known: { readonly [key in keyof Required<ServingRuntimeProps>]: true } = {
  engine: true,
  namespace: true,
  image: true,
  formats: true,
  protocols: true,
  args: true,
  env: true,
  port: true,
  resources: true,
  writable: true,
  user: true,
  exempt: true,
};

function formatsOf(formats: ServingRuntimeProps['formats'], at: string) {
  if (!Array.isArray(formats) || formats.length === 0)
    throw unusable(`the formats are ${show(formats)}`, at, { expected: "[{ name: 'sklearn', version: '1' }]" });
  return formats.map((format) => {
    checkProps(format, ['name', 'version'], 'a format of a ServingRuntime', at);
    const { name, version } = format;
    for (const word of version === undefined ? [name] : [name, version])
      if (typeof word !== 'string' || !/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(word))
        throw unusable(`a format is ${show(format)}`, at, { expected: "{ name: 'sklearn', version: '1' }" });
    return { name, ...(version === undefined ? {} : { version }), autoSelect: false };
  });
}

function protocolsOf(protocols: ServingRuntimeProps['protocols'], at: string): readonly string[] {
  const all = ['v1', 'v2', 'grpc-v1', 'grpc-v2'];
  if (Array.isArray(protocols) && protocols.length > 0 && protocols.every((each) => all.includes(each)))
    return protocols;
  throw unusable(`the protocols are ${show(protocols)}`, at, { expected: all.join(', ') });
}
