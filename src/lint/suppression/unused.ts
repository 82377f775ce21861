import { yaml } from '../example';
import type { RuleText } from '../rule';

/** @internal */
export const unusedSuppression: RuleText = {
  code: 'MLL1003',
  title: 'a suppression of nothing',
  severity: 'warning',
  why: 'It would hide the next finding of that rule, which nobody has looked at.',
  fix: 'remove the comment',
  mends: 'it all: the code is taken out, and with the last one the comment',
  bad: yaml`
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: settings
    # cdk8s-mlops-ignore MLL1101: our admission webhook takes it out
    data: {}
  `,
  good: yaml`
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: settings
    data: {}
  `,
};
