import { yaml } from '../example';
import type { RuleText } from '../rule';

/** @internal */
export const unknownSuppression: RuleText = {
  code: 'MLL1001',
  title: 'a comment that suppresses no rule',
  severity: 'error',
  why: 'A misspelt code suppresses nothing, and nobody notices until the finding is argued about again.',
  fix: 'write a code that `cdk8s-mlops rules` lists, or remove the comment',
  bad: yaml`
    # cdk8s-mlops-ignore MLL9999: we know
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: settings
  `,
  good: yaml`
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: settings
  `,
};
