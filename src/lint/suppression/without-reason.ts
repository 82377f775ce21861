import { yaml } from '../example';
import type { RuleText } from '../rule';

/** @internal */
export const suppressionWithoutReason: RuleText = {
  code: 'MLL1002',
  title: 'a suppression without a reason',
  severity: 'error',
  why: 'Who reads the file later cannot tell whether the reason still holds; so the comment suppresses nothing.',
  fix: 'write it behind a colon: # cdk8s-mlops-ignore MLL1101: added by our admission webhook',
  bad: yaml`
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: settings
    # cdk8s-mlops-ignore MLL1101
    extra: {}
  `,
  good: yaml`
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: settings
    # cdk8s-mlops-ignore MLL1101: our admission webhook takes it out
    extra: {}
  `,
};
