import { baseUrl, urlPath } from '../base-url';
import { type DeployedValue, deployedValue } from '../deploy/deployed-value';
import { optional, required, type Values, type Variable } from '../environment';
import { labelName, objectName } from '../kubernetes/names';
import { decimal, matching, oneOf, whole } from '../parse';
import { versionField, versionText } from '../version-text';
import { type Workload, workload } from '../workload/workload';

const commit = matching(/^([0-9a-f]{40}|[0-9a-f]{64})$/, 'a whole commit of 40 or 64 hexadecimal digits');
const key = matching(
  /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
  'the key of a label or annotation such as app.kubernetes.io/version',
);

/**
 * The env variables of wait-rollout.
 *
 * @internal
 */
export const contract: {
  readonly step: Variable<'wait' | 'again'>;
  readonly namespace: Variable<string>;
  readonly workload: Variable<Workload>;
  readonly deadline: Variable<number>;
  readonly poll: Variable<number>;
  readonly timeout: Variable<number>;
  readonly gitOps: Variable<'argocd' | 'flux' | 'none'>;
  readonly gitOpsObject: Variable<string | undefined>;
  readonly gitOpsNamespace: Variable<string | undefined>;
  readonly commit: Variable<string | undefined>;
  readonly deployed: Variable<DeployedValue | undefined>;
  readonly expectedVersion: Variable<string | undefined>;
  readonly url: Variable<URL | undefined>;
  readonly versionPath: Variable<string | undefined>;
  readonly versionField: Variable<string>;
  readonly answersPerPod: Variable<number | undefined>;
  readonly versionLabel: Variable<string | undefined>;
  readonly versionAnnotation: Variable<string | undefined>;
  readonly versionContainer: Variable<string | undefined>;
  readonly versionModel: Variable<'address' | undefined>;
} = {
  step: optional('STEP', oneOf(['wait', 'again']), 'wait'),
  namespace: required('NAMESPACE', labelName),
  workload: required('WORKLOAD', workload),
  deadline: required('DEADLINE_SECONDS', decimal('seconds', 0.1, 86_400)),
  poll: optional('POLL_SECONDS', decimal('seconds', 0.01, 3600), 5),
  timeout: optional('REQUEST_TIMEOUT_SECONDS', decimal('seconds', 0.05, 3600), 10),
  gitOps: required('GITOPS', oneOf(['argocd', 'flux', 'none'])),
  gitOpsObject: optional('GITOPS_OBJECT', objectName, undefined),
  gitOpsNamespace: optional('GITOPS_NAMESPACE', labelName, undefined),
  commit: optional('COMMIT', commit, undefined),
  deployed: optional('DEPLOYED', deployedValue, undefined),
  expectedVersion: optional('EXPECTED_VERSION', versionText, undefined),
  url: optional('URL', baseUrl, undefined),
  versionPath: optional('VERSION_PATH', urlPath, undefined),
  versionField: optional('VERSION_FIELD', versionField, ''),
  answersPerPod: optional('ANSWERS_PER_POD', whole('answers', 1, 100), undefined),
  versionLabel: optional('VERSION_LABEL', key, undefined),
  versionAnnotation: optional('VERSION_ANNOTATION', key, undefined),
  versionContainer: optional('VERSION_CONTAINER', labelName, undefined),
  versionModel: optional('VERSION_MODEL', oneOf(['address']), undefined),
};

/** @internal */
export type Contract = Values<typeof contract>;
