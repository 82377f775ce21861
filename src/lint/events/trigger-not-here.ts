import type { YamlPath } from '../../yaml/read';
import type { LintDocument } from '../document';
import { namespaceOf } from '../document';
import { yaml } from '../example';
import type { Problem } from '../finding';
import { type Members, mapIn, mapsIn, textIn } from '../members';
import { objectNamed, objectsOf } from '../objects/named';
import { mending, missingFrom } from '../objects/names-here';
import type { Project } from '../project';
import type { Rule } from '../rule';

/** @internal */
export const triggerNotHere: Rule = {
  code: 'MLL2159',
  title: 'a trigger whose binding, template or parameter is not there',
  severity: 'warning',
  why: 'The event is answered with 202, and no run is made: what went wrong is only in the log of the EventListener.',
  fix: 'correct the name, bind the parameter, or give it a default in the TriggerTemplate',

  bad: yaml`
    apiVersion: triggers.tekton.dev/v1beta1
    kind: TriggerBinding
    metadata:
      name: trained
    spec:
      params:
        - name: version
          value: $(body.version)
    ---
    apiVersion: triggers.tekton.dev/v1beta1
    kind: TriggerTemplate
    metadata:
      name: release
    spec:
      params:
        - name: model-version
      resourcetemplates:
        - apiVersion: tekton.dev/v1
          kind: PipelineRun
          metadata:
            generateName: release-
          spec:
            pipelineRef:
              name: release
            params:
              - name: model-version
                value: $(tt.params.model-version)
    ---
    apiVersion: triggers.tekton.dev/v1beta1
    kind: EventListener
    metadata:
      name: releases
    spec:
      serviceAccountName: releases
      triggers:
        - name: trained
          bindings:
            - ref: trained
          template:
            ref: release
  `,
  good: yaml`
    apiVersion: triggers.tekton.dev/v1beta1
    kind: TriggerBinding
    metadata:
      name: trained
    spec:
      params:
        - name: model-version
          value: $(body.version)
    ---
    apiVersion: triggers.tekton.dev/v1beta1
    kind: TriggerTemplate
    metadata:
      name: release
    spec:
      params:
        - name: model-version
      resourcetemplates:
        - apiVersion: tekton.dev/v1
          kind: PipelineRun
          metadata:
            generateName: release-
          spec:
            pipelineRef:
              name: release
            params:
              - name: model-version
                value: $(tt.params.model-version)
    ---
    apiVersion: triggers.tekton.dev/v1beta1
    kind: EventListener
    metadata:
      name: releases
    spec:
      serviceAccountName: releases
      triggers:
        - name: trained
          bindings:
            - ref: trained
          template:
            ref: release
  `,
  *check(project) {
    const triggers = [...triggersIn(project)];
    const wanted = triggers.flatMap(({ document, trigger, at }) => {
      const namespace = namespaceOf(document.value);
      const bindings = mapsIn(trigger.bindings).map(([i, { ref, kind }]) => ({
        ...{ document, namespace, kind: textIn(kind) || 'TriggerBinding', name: textIn(ref) },
        path: [...at, 'bindings', i, 'ref'],
      }));
      const template = { document, namespace, kind: 'TriggerTemplate', name: textIn(mapIn(trigger, 'template').ref) };
      return [...bindings, { ...template, path: [...at, 'template', 'ref'] }].filter(({ name }) => name !== '');
    });
    for (const kind of ['TriggerBinding', 'TriggerTemplate']) {
      const own = wanted.filter((each) => each.kind === kind);
      for (const missing of missingFrom(objectsOf(project, kind, group), own)) {
        const { document, path, name } = missing.reference;
        yield { document, path, message: `the ${kind} '${name}' is not in these files`, fix: mending(missing) };
      }
    }
    for (const { document, trigger, at } of triggers) yield* unbound(project, document, trigger, at);
  },
};

const group = 'triggers.tekton.dev';

interface PlacedTrigger {
  readonly document: LintDocument;
  readonly trigger: Members;
  readonly at: YamlPath;
}

function* triggersIn(project: Project): Generator<PlacedTrigger> {
  for (const document of objectsOf(project, 'EventListener', group)) {
    for (const [i, trigger] of mapsIn(mapIn(document.value, 'spec').triggers))
      yield { document, trigger, at: ['spec', 'triggers', i] };
  }
  for (const document of objectsOf(project, 'Trigger', group))
    yield { document, trigger: mapIn(document.value, 'spec'), at: ['spec'] };
}

/** Parameters that the template needs, where all bindings are known. */
function* unbound(project: Project, document: LintDocument, trigger: Members, at: YamlPath): Generator<Problem> {
  const namespace = namespaceOf(document.value);
  const template = mapIn(trigger, 'template');
  const name = textIn(template.ref);
  const found = objectNamed(objectsOf(project, 'TriggerTemplate', group), name, namespace);
  if (found === undefined || !('document' in found)) return;
  const bound: string[] = [];
  for (const [, binding] of mapsIn(trigger.bindings)) {
    if (binding.name !== undefined) bound.push(textIn(binding.name));
    if (binding.ref === undefined) continue;
    const kind = textIn(binding.kind) || 'TriggerBinding';
    const named = objectNamed(
      objectsOf(project, kind, group),
      textIn(binding.ref),
      kind === 'TriggerBinding' ? namespace : '',
    );
    if (named === undefined || !('document' in named)) return;
    bound.push(...mapsIn(mapIn(named.document.value, 'spec').params).map(([, param]) => textIn(param.name)));
  }
  for (const [, param] of mapsIn(mapIn(found.document.value, 'spec').params)) {
    if (param.default !== undefined || bound.includes(textIn(param.name))) continue;
    yield {
      document,
      path: [...at, 'template', 'ref'],
      message: `no binding gives '${textIn(param.name)}', which the TriggerTemplate '${name}' needs`,
    };
  }
}
