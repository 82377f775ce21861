import { templatesIn } from '../../argo/templates';
import { yaml } from '../../example';
import { excerpt } from '../../programs/programs';
import type { Rule } from '../../rule';
import { tektonObjects } from './objects';
import { textsIn } from './texts';

/** @internal */
export const foreignVariable: Rule = {
  code: 'MLL2511',
  title: 'a variable in the language of the other engine',
  severity: 'error',
  why: 'It is not replaced: the program gets the braces, and a shell takes $( ) for a command of its own.',
  fix: 'write $(params.NAME) for Tekton, {{inputs.parameters.NAME}} for Argo',

  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      params:
        - name: model
      steps:
        - name: train
          image: trainer:1.4.2
          command: [train]
          args: ['{{inputs.parameters.model}}']
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: train
    spec:
      params:
        - name: model
      steps:
        - name: train
          image: trainer:1.4.2
          command: [train]
          args: [$(params.model)]
  `,
  *check(project) {
    for (const { document, value, base } of tektonObjects(project)) {
      if (base.length > 0) continue;
      for (const { text, path } of textsIn(value.spec, ['spec'])) {
        // A heredoc may make an object of Argo.
        const found = /argoproj\.io/.test(text) ? undefined : ofArgo.exec(text)?.[0];
        if (found !== undefined) yield { document, path, message: `${excerpt(found)} means nothing to Tekton` };
      }
    }
    for (const { object, template, at, isInline } of templatesIn(project)) {
      if (isInline) continue;
      for (const { text, path } of textsIn(template, at)) {
        const found = /tekton\.dev/.test(text) ? undefined : ofTekton.exec(text)?.[0];
        if (found !== undefined)
          yield { document: object.document, path, message: `${excerpt(found)} means nothing to Argo` };
      }
    }
  },
};

const ofArgo =
  /\{\{=?\s*(?:inputs\.(?:parameters|artifacts)|workflow\.parameters|(?:steps|tasks)\.[\w-]+\.outputs)\b[^}]*\}\}/;
const ofTekton = /\$\((?:params|results|workspaces|tasks\.[\w-]+\.results|context\.(?:taskRun|pipelineRun))\.[\w.-]+\)/;
