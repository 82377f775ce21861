import { byKey } from './by-key';
import type { NeededComponent, NeededSecret, Requirements } from './collect-requirements';

/**
 * The text of `REQUIRES.md`.
 *
 * @internal
 */
export function requiresText(requirements: Requirements): string {
  const components = [...requirements.components.values()].sort(byKey(({ component }) => component));
  const secrets = [...requirements.secrets()].sort(byKey(({ namespace, name }) => `${namespace}/${name}`));
  const settings = components.flatMap(({ component, settings }) =>
    [...settings].sort().map((setting) => `- ${component}: ${setting}`),
  );
  const isElsewhere = (url: string): boolean => !requirements.hasService(url);
  const servers = [
    ...[...requirements.trackingServers].filter(isElsewhere).sort().map(serverLine),
    ...[...requirements.objectStores]
      .filter(([url]) => isElsewhere(url))
      .sort(byKey(([url]) => url))
      .map(storeLine),
    ...[...requirements.topics].sort(byKey(([brokers]) => brokers)).map(topicsLine),
  ];
  const parts = [
    '# What the cluster must have',
    'Written by GitOpsApp from the manifests in this folder; not to be edited.',
    components.length === 0 ? 'Nothing beyond Kubernetes itself.' : componentTable(components),
    ...(settings.length === 0 ? [] : ['## Settings', settings.join('\n')]),
    ...(secrets.length === 0 ? [] : ['## Secrets', secretTable(secrets), ...secretCommands(secrets)]),
    ...(servers.length === 0 ? [] : ['## Servers', servers.join('\n')]),
  ];
  return `${parts.join('\n\n')}\n`;
}

function componentTable(components: readonly NeededComponent[]): string {
  return table(
    ['component', 'at least', 'for'],
    components.map(({ component, version, kinds }) => [
      component,
      version ?? 'any',
      [...kinds]
        .sort(byKey(([api]) => api))
        .map(([api, names]) => `${[...names].sort().join(', ')} (\`${api}\`)`)
        .join('; '),
    ]),
  );
}

function secretTable(secrets: readonly NeededSecret[]): string {
  return table(
    ['namespace', 'Secret', 'keys', 'read by'],
    secrets.map(({ namespace, name, keys, optional, users }) => [
      namespace,
      `\`${name}\`${optional ? ' (optional)' : ''}`,
      keys.size === 0
        ? 'as a whole'
        : [...keys]
            .sort()
            .map((key) => `\`${key}\``)
            .join(', '),
      someOf([...users].sort()),
    ]),
  );
}

/** What makes those of which the keys are known; others have a type of their own, and need their own command. */
function secretCommands(secrets: readonly NeededSecret[]): readonly string[] {
  const commands = secrets
    .filter(({ keys, optional }) => keys.size > 0 && !optional)
    .map(({ namespace, name, keys }) => {
      const literals = [...keys].sort().map((key) => `--from-${isFile(key) ? 'file' : 'literal'}=${key}='…'`);
      return ['kubectl create secret generic', name, ...(namespace === '' ? [] : ['-n', namespace]), ...literals].join(
        ' ',
      );
    });
  return commands.length === 0 ? [] : [`\`\`\`sh\n${commands.join('\n')}\n\`\`\``];
}

/** Certificates and keys of several lines. */
const isFile = (key: string): boolean => /\.(crt|pem|key|p12|jks)$/.test(key);

/** MLflow 3.5 and later answers only by names that it was told. */
function serverLine(url: string): string {
  const { host } = new URL(url);
  return `- MLflow at ${url}; 3.5 and later started with \`--allowed-hosts ${host}\``;
}

function storeLine([url, { hasPointer }]: readonly [string, { readonly hasPointer: boolean }]): string {
  return `- an S3 API at ${url}${hasPointer ? ', which writes objects on a condition (`If-Match`, `If-None-Match`)' : ''}`;
}

function topicsLine([brokers, topics]: readonly [string, ReadonlySet<string>]): string {
  const names = [...topics].sort().map((topic) => `\`${topic}\``);
  return `- Kafka at ${brokers} with the topic${names.length === 1 ? '' : 's'} ${names.join(', ')}`;
}

function someOf(users: readonly string[]): string {
  const shown = users.slice(0, 5).join(', ');
  return users.length > 5 ? `${shown} and ${users.length - 5} more` : shown;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
