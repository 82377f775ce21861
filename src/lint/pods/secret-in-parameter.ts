import { yaml } from '../example';
import { programsIn } from '../programs/programs';
import type { Rule } from '../rule';
import { valuesIn } from './parameter-values';
import { isSecretParameter } from './secret-in-text';

/** @internal */
export const secretInParameter: Rule = {
  code: 'MLL3058',
  title: 'a secret in a parameter or program',
  severity: 'error',
  why: 'Parameters are shown in the UI, logged and kept with every run; the text of a program is in Git.',
  fix: 'let the step read a Secret in env with secretKeyRef; then change it, since it is known',

  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: push
    spec:
      params:
        - name: registry-password
          default: hunter2
      steps:
        - name: push
          image: pusher:1.4.2
          command: [push]
          env:
            - name: PASS
              value: $(params.registry-password)
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: push
    spec:
      steps:
        - name: push
          image: pusher:1.4.2
          command: [push]
          env:
            - name: PASS
              valueFrom:
                secretKeyRef:
                  name: registry
                  key: password
  `,
  *check(project) {
    for (const { document, name, text, path } of valuesIn(project)) {
      // Those of the workflow itself have a rule of their own.
      if (path.at(-1) === 'value' && path.at(-3) === 'parameters' && path.at(-5) === 'spec') continue;
      if (isSecretParameter(name, text))
        yield { document, path, message: `the parameter '${name}' has its value in the text` };
      else if (token.test(text)) yield { document, path, message: `'${name}' has an access token in the text` };
    }
    for (const { document, text, path } of programsIn(project)) {
      const [found] = token.exec(text) ?? [];
      if (found !== undefined)
        yield { document, path, message: `the program has an access token in its text: '${found.slice(0, 8)}…'` };
    }
  },
};

/** What the tokens of large services look like: GitHub, AWS, Google, Slack, Hugging Face, and keys. */
const token =
  /\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_[A-Za-z0-9_]{40,}|\bAKIA[0-9A-Z]{16}\b|\bAIza[0-9A-Za-z_-]{35}\b|\bxox[baprs]-[0-9A-Za-z-]{20,}|\bhf_[A-Za-z]{34}\b|-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/;
