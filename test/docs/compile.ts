import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as cdk8s from 'cdk8s';
import * as argo from '../../src/engines/argo/index';
import * as library from '../../src/index';
import { prelude } from './prelude';
import type { Snippet } from './snippets';

const types = [
  'Artifact',
  'Candidate',
  'Check',
  'Environment',
  'GateResult',
  'Integer',
  'Maybe',
  'PipelineScope',
  'Ref',
  'Scope',
  'Step',
  'TrainingPipeline',
  'Unit',
  'Verdict',
];

/** What the compiler says of the snippets, each as `file:line: message` of the page it stands on. */
export function compile(snippets: readonly Snippet[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-mlops-docs-'));
  const modules = (name: string) => [resolve('node_modules', name)];
  try {
    const heads = snippets.map((snippet, i) => {
      const head = headOf(snippet.code);
      writeFileSync(join(folder, `s${i}.ts`), `${head}\n${snippet.code}`);
      return head.split('\n').length;
    });
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          target: 'es2022',
          module: 'nodenext',
          moduleResolution: 'nodenext',
          strict: true,
          noEmit: true,
          skipLibCheck: true,
          types: ['node'],
          typeRoots: [resolve('node_modules/@types')],
          paths: {
            'cdk8s-mlops': [resolve('lib/index.d.ts')],
            'cdk8s-mlops/argo': [resolve('lib/engines/argo/index.d.ts')],
            cdk8s: modules('cdk8s'),
            constructs: modules('constructs'),
            'cdk8s-plus-28': modules('cdk8s-plus-28'),
          },
        },
        include: ['*.ts'],
      }),
    );
    const { stdout } = spawnSync(resolve('node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], {
      encoding: 'utf8',
    });
    return stdout.split('\n').flatMap((line) => {
      const at = /s(\d+)\.ts\((\d+),\d+\): (.*)/.exec(line);
      const snippet = snippets[Number(at?.[1])];
      if (at === null || snippet === undefined) return /error/.test(line) ? [line] : [];
      return [`${snippet.file}:${snippet.line + Number(at[2]) - (heads[Number(at[1])] ?? 0)}: ${at[3]}`];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Imports and declarations of what the code uses and does not bring itself. */
function headOf(code: string): string {
  const declared = (text: string, name: string) =>
    new RegExp(`\\b(?:const|let|class|function)\\s+${name}\\b|import[^;]*\\b${name}\\b[^;]*from`).test(text);
  const uses = (text: string, name: string) => new RegExp(`(?<![.'\\w])${name}\\b(?!['\\w])`).test(bare(text));
  let given = '';
  for (let before = '-'; before !== given; ) {
    before = given;
    given = [...prelude]
      .filter(([name]) => uses(code + before, name) && !declared(code, name))
      .map(([, declaration]) => declaration)
      .join('\n');
  }
  const text = `${given}\n${code}`;
  const imported = (names: readonly string[]) =>
    names.filter((name) => uses(text, name) && !declared(code, name)).join(', ');
  const values = Object.keys(library).filter((name) => !types.includes(name) || name in library);
  return [
    `import { ${imported([...new Set([...values, ...types])])} } from 'cdk8s-mlops';`,
    `import { ${imported(Object.keys(argo).filter((name) => !(name in library)))} } from 'cdk8s-mlops/argo';`,
    `import { ${imported(Object.keys(cdk8s).filter((name) => !(name in library)))} } from 'cdk8s';`,
    given,
    'export {};',
  ].join('\n');
}

/** Code without comments and plain texts. */
function bare(code: string): string {
  return code.replace(/\/\/.*$/gm, '').replace(/'[^'\n]*'/g, "''");
}
