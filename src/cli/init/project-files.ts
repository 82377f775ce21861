import { ciText } from './ci-text';
import { definitionText, mainText } from './definition-text';
import { pinned } from './pinned';
import { readmeText } from './readme-text';
import { testText } from './test-text';

/**
 * The files of a new project by their names.
 *
 * @param name of the project: what its package, its chart and its manifests are called
 * @internal
 */
export function projectFiles(name: string): Readonly<Record<string, string>> {
  return {
    '.github/workflows/manifests.yaml': ciText,
    '.gitignore': 'node_modules/\n',
    'README.md': readmeText(name),
    'cdk8s.yaml': 'language: typescript\napp: tsx main.ts\noutput: manifests\n',
    'main.ts': mainText(name),
    'package.json': packageText(name),
    'release.test.ts': testText,
    'release.ts': definitionText,
    'tsconfig.json': tsconfigText,
  };
}

function packageText(name: string): string {
  const manifest = {
    name,
    version: '0.1.0',
    private: true,
    engines: { node: '>=20.19' },
    scripts: {
      synth: 'cdk8s-mlops synth',
      check: 'cdk8s-mlops synth --check',
      lint: 'cdk8s-mlops lint manifests',
      test: 'tsc && vitest run',
    },
    ...pinned(),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

const tsconfigText = `${JSON.stringify(
  {
    compilerOptions: {
      target: 'es2022',
      module: 'nodenext',
      strict: true,
      noUncheckedIndexedAccess: true,
      skipLibCheck: true,
      noEmit: true,
      types: ['node'],
    },
    include: ['*.ts'],
  },
  null,
  2,
)}\n`;
