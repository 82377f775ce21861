import { type PlacedTemplate, templatesIn } from '../argo/templates';
import { yaml } from '../example';
import { groupBy } from '../group-by';
import { mapIn } from '../members';
import { kubectlOf } from '../programs/kubectl';
import { commandsOf, excerpt, type PlacedProgram, programsIn } from '../programs/programs';
import type { ShellCommand } from '../programs/shell';
import type { Rule } from '../rule';

/** @internal */
export const changeWithoutLock: Rule = {
  code: 'MLL4065',
  title: 'a deployment that two runs may do at once',
  severity: 'warning',
  why: 'A run of the schedule and one by hand, or of yesterday and today, change the same thing between each other: what was tested is not what is deployed in the end.',
  fix: 'let runs wait for each other: synchronization with a mutex in the WorkflowTemplate, concurrencyPolicy: Forbid in what starts by a schedule',

  bad: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: deploy
    spec:
      entrypoint: main
      templates:
        - name: main
          container:
            image: helm:3.19.2
            command: [helm, upgrade, web, ./chart, --wait]
  `,
  good: yaml`
    apiVersion: argoproj.io/v1alpha1
    kind: WorkflowTemplate
    metadata:
      name: deploy
    spec:
      entrypoint: main
      synchronization:
        mutexes:
          - name: deploy-web
      templates:
        - name: main
          container:
            image: helm:3.19.2
            command: [helm, upgrade, web, ./chart, --wait]
  `,
  *check(project) {
    const changes = programsIn(project).flatMap((program) => {
      const command = changeIn(program);
      return command === undefined ? [] : [{ program, command }];
    });
    if (changes.length === 0) return;
    const changed = groupBy(changes, ({ program }) => program.document);
    const told = new Set<unknown>();
    for (const placed of templatesIn(project)) {
      const { object, at } = placed;
      const { document, kind, cron } = object;
      if (!changed.has(document) || told.has(document) || kind === 'Workflow' || isLocked(placed)) continue;
      if (cron !== undefined && cron.concurrencyPolicy !== undefined && cron.concurrencyPolicy !== 'Allow') continue;
      const found = changed.get(document)?.find(({ program }) => at.every((step, i) => program.path[i] === step));
      if (found === undefined) continue;
      told.add(document);
      yield {
        document,
        path: found.program.path,
        message: `${excerpt(found.command)} changes what runs, and two runs of this ${kind} may do so at once`,
      };
    }
    for (const { program, command } of changes) {
      const { document, path } = program;
      const { apiVersion, kind, spec } = document.value;
      if (!apiVersion.startsWith('batch/') || kind !== 'CronJob' || told.has(document)) continue;
      if (/^(?:Forbid|Replace)$/.test(String(mapIn(spec).concurrencyPolicy ?? 'Allow'))) continue;
      told.add(document);
      yield {
        document,
        path,
        message: `${excerpt(command)} changes what runs, and two Jobs of this CronJob may do so at once`,
        fix: 'write concurrencyPolicy: Forbid',
      };
    }
  },
};

const isLocked = ({ object, template }: PlacedTemplate): boolean =>
  object.spec.synchronization !== undefined ||
  template.synchronization !== undefined ||
  locks.test(JSON.stringify(template));

/** A lock of one's own. */
const locks = /\bflock\b|coordination\.k8s\.io|\b(?:acquire|take|get)[-_ ]?lock\b|--lock\b/i;

/** The command that changes what runs, or what is deployed from. */
function changeIn(program: PlacedProgram): string | undefined {
  const { text, language } = program;
  if (language === 'python') return text.split('\n').find((line) => pythonChange.test(line));
  const command = commandsOf(program).find(isChange);
  return command === undefined ? undefined : `${command.name} ${command.words.join(' ')}`;
}

const pythonChange =
  /\.(?:set_registered_model_alias|transition_model_version_stage|patch_namespaced_deployment|patch_namespaced_custom_object)\(/;

function isChange(command: ShellCommand): boolean {
  const { name, words } = command;
  const [first = '', second = ''] = words.filter((word) => !word.startsWith('-'));
  const read = kubectlOf(command);
  if (read !== undefined) {
    if (words.some((word) => word.startsWith('--dry-run'))) return false;
    return (
      (read.verb === 'set' && read.operands[0] === 'image') ||
      (read.verb === 'patch' && isServing.test(read.operands[0] ?? ''))
    );
  }
  if (name === 'helm') return first === 'upgrade' && !words.includes('--dry-run');
  if (name === 'argocd') return first === 'app' && (second === 'set' || second === 'sync' || second === 'rollback');
  if (name === 'skopeo') return first === 'copy';
  return name === 'crane' && (first === 'tag' || first === 'copy' || first === 'cp');
}

const isServing = /^(?:deploy|sts|statefulset|isvc|inferenceservice|httproute|application|rollout|virtualservice)/i;
