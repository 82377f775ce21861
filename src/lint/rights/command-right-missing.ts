import { isMap } from '../../yaml/is-map';
import { type PlacedTemplate, templatesIn } from '../argo/templates';
import { type LintDocument, namespaceOf } from '../document';
import { yaml } from '../example';
import { groupBy } from '../group-by';
import { type Kubectl, kubectlOf } from '../programs/kubectl';
import { commandsOf, excerpt, type PlacedProgram, programsIn } from '../programs/programs';
import type { ShellCommand } from '../programs/shell';
import type { Project } from '../project';
import type { Rule } from '../rule';
import { accountName, grantsOf, isGranted, missingRule, type Need, needText } from './grants';
import { resourceOfKind, resourceOfWord } from './resources';
import { accountOfTemplate } from './template-account';

/** @internal */
export const commandRightMissing: Rule = {
  code: 'MLL2603',
  title: 'a command of kubectl that its account may not do',
  severity: 'warning',
  why: 'The API server refuses it when it runs: is forbidden. Said where these files hold the account and all of its roles.',
  fix: 'add the rule to a role of the account',

  bad: yaml`
    apiVersion: v1
    kind: ServiceAccount
    metadata:
      name: checker
      namespace: mlops
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: checker
      namespace: mlops
    rules:
      - apiGroups: ['']
        resources: [pods]
        verbs: [get]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata:
      name: checker
      namespace: mlops
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: Role
      name: checker
    subjects:
      - kind: ServiceAccount
        name: checker
    ---
    apiVersion: batch/v1
    kind: CronJob
    metadata:
      name: check
      namespace: mlops
    spec:
      schedule: '0 * * * *'
      concurrencyPolicy: Forbid
      jobTemplate:
        spec:
          template:
            spec:
              serviceAccountName: checker
              restartPolicy: Never
              containers:
                - name: check
                  image: kubectl:1.36.1
                  command: [kubectl, get, pods, -l, app=web]
  `,
  good: yaml`
    apiVersion: v1
    kind: ServiceAccount
    metadata:
      name: checker
      namespace: mlops
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: Role
    metadata:
      name: checker
      namespace: mlops
    rules:
      - apiGroups: ['']
        resources: [pods]
        verbs: [get, list]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: RoleBinding
    metadata:
      name: checker
      namespace: mlops
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: Role
      name: checker
    subjects:
      - kind: ServiceAccount
        name: checker
    ---
    apiVersion: batch/v1
    kind: CronJob
    metadata:
      name: check
      namespace: mlops
    spec:
      schedule: '0 * * * *'
      concurrencyPolicy: Forbid
      jobTemplate:
        spec:
          template:
            spec:
              serviceAccountName: checker
              restartPolicy: Never
              containers:
                - name: check
                  image: kubectl:1.36.1
                  command: [kubectl, get, pods, -l, app=web]
  `,
  *check(project) {
    for (const program of programsIn(project)) {
      if (program.language !== 'shell') continue;
      const { document, path } = program;
      const namespace = namespaceOf(document.value);
      let account: string | undefined;
      for (const command of commandsOf(program)) {
        const read = kubectlOf(command);
        const needs = read === undefined ? [] : needsOf(read, command, namespace);
        if (needs.length === 0) continue;
        account ??= accountOf(project, program);
        const grants = account === undefined ? undefined : grantsOf(project, account, namespace);
        const lacking = grants === undefined ? [] : needs.filter((need) => !isGranted(grants, need));
        const [first] = lacking;
        if (first === undefined) continue;
        const verbs = lacking.map(({ verb }) => verb);
        yield {
          document,
          path,
          message: `${excerpt(`${command.name} ${command.words.join(' ')}`)} runs as '${account}', which may not ${needText({ ...first, verb: verbs.join(', ') })}`,
          fix: missingRule(first, verbs),
        };
      }
    }
  },
};

const byDocument = new WeakMap<Project, ReadonlyMap<LintDocument, readonly PlacedTemplate[]>>();

/** The account of the pod, where the manifest says it: a Task runs as whatever its run names. */
function accountOf(project: Project, { document, at }: PlacedProgram): string | undefined {
  let index = byDocument.get(project);
  if (index === undefined) {
    index = groupBy(templatesIn(project), ({ object }) => object.document);
    byDocument.set(project, index);
  }
  const placed = index.get(document)?.find((each) => each.at.every((step, i) => at[i] === step));
  if (placed !== undefined) return accountOfTemplate(placed);
  if (!/^(?:apps|batch)\/|^v1$/.test(document.value.apiVersion)) return undefined;
  let owner: unknown = document.value;
  let name: string | undefined;
  for (const step of at) {
    owner = (owner as Readonly<Record<string | number, unknown>> | undefined)?.[step];
    if (isMap(owner) && typeof owner.serviceAccountName === 'string') name = owner.serviceAccountName;
  }
  return accountName(name);
}

/** With a name or without one. */
const verbs: Readonly<Record<string, readonly [withName: readonly string[], without: readonly string[]]>> = {
  get: [['get'], ['list']],
  delete: [['delete'], ['list', 'delete']],
  patch: [['get', 'patch'], []],
  label: [
    ['get', 'patch'],
    ['list', 'patch'],
  ],
  annotate: [
    ['get', 'patch'],
    ['list', 'patch'],
  ],
};

function needsOf({ verb, operands, options }: Kubectl, { line }: ShellCommand, own: string): readonly Need[] {
  // Another server, or another person.
  if (['--kubeconfig', '--server', '-s', '--token', '--as', '--context'].some((option) => options.has(option)))
    return [];
  if (options.has('-A') || options.has('--all-namespaces')) return [];
  const namespace = options.get('-n') ?? options.get('--namespace') ?? own;
  if (/[${}]/.test(namespace)) return [];
  const needs = (
    wanted: readonly string[],
    resource: { readonly group: string; readonly resource: string },
    name?: string,
  ) => wanted.map((each) => ({ verb: each, group: resource.group, resource: resource.resource, namespace, name }));
  if (verb === 'apply' || verb === 'create' || verb === 'replace') {
    const made = line.heredoc ?? '';
    const [apiVersion, kind] = ['apiVersion', 'kind'].map(
      (field) => new RegExp(`^\\s*${field}:\\s*['"]?([\\w./-]+)`, 'm').exec(made)?.[1],
    );
    if (apiVersion !== undefined && kind !== undefined) {
      const wanted = { apply: ['get', 'create', 'patch'], create: ['create'], replace: ['get', 'update'] }[verb];
      return needs(wanted, resourceOfKind(apiVersion, kind));
    }
    const direct = verb === 'create' ? resourceOfWord(operands[0] ?? '') : undefined;
    return direct === undefined || options.has('-f') || options.has('--dry-run') ? [] : needs(['create'], direct);
  }
  if (verb === 'logs') return needs(['get'], { group: '', resource: 'pods/log' });
  if (verb === 'exec') return needs(['create'], { group: '', resource: 'pods/exec' });
  const isNested = verb === 'set' || verb === 'rollout';
  const [word = '', ...names] = isNested ? operands.slice(1) : operands;
  const [kind = '', slashed] = word.split('/');
  const resource = resourceOfWord(kind);
  if (resource === undefined || kind.includes(',')) return [];
  const given = slashed ?? names[0];
  const name = given === undefined || /[$`{]/.test(given) ? undefined : given;
  if (verb === 'set') return needs(['get', 'patch'], resource, name);
  if (verb === 'rollout')
    return needs(operands[0] === 'status' || operands[0] === 'history' ? ['get'] : ['get', 'patch'], resource, name);
  if (verb === 'scale') return needs(['patch'], { ...resource, resource: `${resource.resource}/scale` }, name);
  const [withName, without] = (Object.hasOwn(verbs, verb) ? verbs[verb] : undefined) ?? [[], []];
  return needs(given === undefined ? without : withName, resource, name);
}
