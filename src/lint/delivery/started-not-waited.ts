import type { DAGTask } from '../../schemas/argo/types';
import { templateCalled, templatesIn } from '../argo/templates';
import { yaml } from '../example';
import { kubectlOf } from '../programs/kubectl';
import { commandsOf, excerpt, programsIn } from '../programs/programs';
import type { ShellCommand } from '../programs/shell';
import type { Rule } from '../rule';

/** @internal */
export const startedNotWaited: Rule = {
  code: 'MLL4057',
  title: 'a deployment or run that is started and not waited for',
  severity: 'warning',
  why: 'The step is done as soon as the request is taken: what comes next tests the old version, and the failure is seen by nobody.',
  fix: 'wait for its end: successCondition and failureCondition of a resource, kubectl rollout status, argocd app wait --sync --health, argo submit --wait',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: build
    spec:
      entrypoint: main
      templates:
        - name: main
          steps:
            - - name: deploy
                template: deploy
            - - name: check
                template: check
        - name: deploy
          resource:
            action: create
            manifest: |
              apiVersion: argoproj.io/v1alpha1
              kind: Workflow
              metadata:
                generateName: deploy-
              spec:
                workflowTemplateRef:
                  name: deploy-container-image
        - name: check
          container:
            image: checker:1.4.2
            command: [check]
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: build
    spec:
      entrypoint: main
      templates:
        - name: main
          steps:
            - - name: deploy
                template: deploy
            - - name: check
                template: check
        - name: deploy
          activeDeadlineSeconds: 900
          resource:
            action: create
            successCondition: status.phase == Succeeded
            failureCondition: status.phase in (Failed, Error)
            manifest: |
              apiVersion: argoproj.io/v1alpha1
              kind: Workflow
              metadata:
                generateName: deploy-
              spec:
                workflowTemplateRef:
                  name: deploy-container-image
        - name: check
          container:
            image: checker:1.4.2
            command: [check]
  `,
  *check(project) {
    for (const { object, calls } of templatesIn(project)) {
      for (const call of calls) {
        const called = templateCalled(project, object, call);
        const { resource } = called === undefined || called === 'unknown' ? {} : called.template;
        if (resource === undefined || !/^(?:create|apply)$/.test(resource.action ?? '')) continue;
        if ((resource.successCondition ?? resource.failureCondition) !== undefined) continue;
        const kind = runs.exec(resource.manifest ?? '')?.[1];
        const next = calls.find((each) =>
          each.word === 'steps'
            ? each.group > call.group
            : JSON.stringify([(each.step as DAGTask).dependencies, (each.step as DAGTask).depends]).includes(call.name),
        );
        if (kind === undefined || next === undefined) continue;
        const message = `'${call.name}' is done when its ${kind} is made, and '${next.name}' starts while it runs`;
        yield { document: object.document, path: call.at, message };
      }
    }
    for (const program of programsIn(project)) {
      const { document, text, path } = program;
      // To start a run is all that these are for.
      const isCron = document.value.kind === 'CronJob';
      const commands = commandsOf(program);
      const left = commands.find((command) =>
        starts.some(({ is, waits, isRun }) => is(command) && !waits.test(text) && !(isRun && isCron)),
      );
      if (left !== undefined)
        yield {
          document,
          path,
          message: `${excerpt(`${left.name} ${left.words.join(' ')}`)} returns before it is done, and nothing waits for it`,
        };
    }
  },
};

const runs =
  /^kind:\s*['"]?(Workflow|PipelineRun|TaskRun|Job|NotebookValidationJob|SparkApplication|PyTorchJob|TFJob|RayJob|TrainJob)['"]?\s*$/m;

const begins =
  (name: string, ...words: readonly string[]) =>
  (command: ShellCommand) =>
    command.name === name && words.every((word, i) => command.words[i] === word);

const starts: readonly {
  readonly is: (command: ShellCommand) => boolean;
  readonly waits: RegExp;
  readonly isRun?: true;
}[] = [
  { is: begins('argocd', 'app', 'sync'), waits: /argocd\s+app\s+wait|--async=false/ },
  {
    is: (command) => {
      const read = kubectlOf(command);
      return (
        (read?.verb === 'set' && read.operands[0] === 'image') ||
        (read?.verb === 'rollout' && (read.operands[0] === 'restart' || read.operands[0] === 'undo'))
      );
    },
    waits: /rollout\s+status|(?:kubectl|oc)\s+wait\b|app\s+wait/,
  },
  { is: begins('argo', 'submit'), waits: /\s(?:--wait|-w|--watch|--log)\b|argo\s+(?:wait|watch)\b/, isRun: true },
  {
    is: begins('tkn', 'pipeline', 'start'),
    waits: /--showlog|tkn\s+pr\w*\s+logs[^\n]*-f|(?:kubectl|oc)\s+wait\b/,
    isRun: true,
  },
];
