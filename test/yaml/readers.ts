import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { parse } from 'yaml';

/** What a reader made of one document. */
export type Answer = { readonly value: unknown } | { readonly error: string };

/** Something that users of a GitOps repository read YAML with. */
export interface Reader {
  readonly name: string;
  read(documents: readonly string[]): readonly Answer[];
}

function inProcess(name: string, read: (document: string) => unknown): Reader {
  const answer = (document: string): Answer => {
    try {
      return { value: read(document) };
    } catch (error) {
      return { error: String(error) };
    }
  };
  return { name, read: (documents) => documents.map(answer) };
}

/** One JSON string a line in, one JSON answer a line out. */
function program(name: string, command: string, args: readonly string[]): Reader {
  return {
    name,
    read: (documents) => {
      const input = documents.map((document) => `${JSON.stringify(document)}\n`).join('');
      const output = execFileSync(command, args, { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
      return output
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Answer);
    },
  };
}

const PYTHON = `
import json, sys, yaml
for line in sys.stdin:
    try:
        print(json.dumps({'value': yaml.safe_load(json.loads(line))}))
    except Exception as error:
        print(json.dumps({'error': str(error)}))
`;

const root = join(__dirname, '../..');
// Test files run side by side, and each builds its own.
const goReader = join(root, `temp/yaml-readers-${process.env.VITEST_POOL_ID ?? ''}`);

function works(command: string, args: readonly string[], cwd = root): boolean {
  try {
    execFileSync(command, args, { cwd, stdio: 'pipe' });
    return true;
  } catch (error) {
    // In CI both are always there, and a reader that does not run has to be seen.
    if (process.env.CI === undefined) return false;
    throw error;
  }
}

/** The readers on this machine: those of npm always, those of Go and Python where they are installed. */
export function readers(): readonly Reader[] {
  const found = [
    inProcess('yaml', (document) => parse(document)),
    inProcess('yaml in its 1.1 mode', (document) => parse(document, { version: '1.1' })),
    inProcess('js-yaml', (document) => load(document)),
  ];
  if (works('go', ['build', '-o', goReader, '.'], join(root, 'conformance/yaml-readers'))) {
    found.push(program("Go's sigs.k8s.io/yaml", goReader, []));
  } else process.stderr.write('go is not installed: its YAML reader is left out\n');
  if (works('python3', ['-c', 'import yaml'])) found.push(program('PyYAML', 'python3', ['-c', PYTHON]));
  else process.stderr.write('PyYAML is not installed: it is left out\n');
  return found;
}
