import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import manifest from '../package.json';
import { importsOf } from './layers/imports';
import { brokenRule, sharedFiles } from './layers/rules';
import { sourceFiles } from './layers/source-files';

const packages = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)];
const files = sourceFiles();
const textOf = (file: string): string => readFileSync(`src/${file}`, 'utf8');

describe('a source file', () => {
  it('imports only downwards, and cdk8s only where resources are made', () => {
    const broken = files.flatMap((file) =>
      importsOf(textOf(file)).flatMap(({ line, specifier }) => {
        const rule = brokenRule(file, specifier, packages);
        return rule === undefined ? [] : [`src/${file}:${line} imports '${specifier}': ${rule}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it('of the few in core that every folder may import, imports only such files', () => {
    for (const file of sharedFiles) {
      const targets = importsOf(textOf(`${file}.ts`)).map(({ specifier }) => specifier.replace('./', 'core/'));
      expect(sharedFiles).toEqual(expect.arrayContaining(targets));
    }
  });

  it('of the package index only re-exports', () => {
    const surplus = textOf('index.ts')
      .replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
      .replaceAll(/export\s+(?:type\s+)?(?:\*(?:\s+as\s+\w+)?|\{[^}]*\})\s*from\s+'[^']+';/g, '')
      .trim();
    expect(surplus).toBe('');
  });
});

describe('a hand-written file', () => {
  const written = files.filter((file) => !file.startsWith('schemas/') && !file.endsWith('.generated.ts'));
  const sizes = written.map((file) => ({ file, bytes: statSync(`src/${file}`).size }));

  it('is at most 16 KB long', () => {
    const long = sizes.filter(({ bytes }) => bytes > 16_384);
    expect(long.map(({ file, bytes }) => `src/${file} has ${bytes} bytes: split it by idea`)).toEqual([]);
  });

  it('is about 3 KB long in the median', () => {
    const sorted = sizes.map(({ bytes }) => bytes).sort((a, b) => a - b);
    const largest = sizes.toSorted((a, b) => b.bytes - a.bytes).slice(0, 10);
    const hint = `the largest are ${largest.map(({ file, bytes }) => `${file} (${bytes})`).join(', ')}`;
    expect(sorted[Math.floor(sorted.length / 2)] ?? 0, hint).toBeLessThanOrEqual(3_072);
  });

  it('is named after the one thing it holds', () => {
    const bags = written.filter((file) => /(?:^|\/)(?:utils?|helpers?|common|misc|types)(?:\.ts$|\/)/.test(file));
    expect(bags).toEqual([]);
  });
});

describe('the layer rule', () => {
  it.each([
    ['core/task.ts', '../engines/argo/lower', "'core' is below 'engines': imports go downwards only"],
    ['core/task.ts', '../yaml/write', "'core' and 'yaml' are beside each other and do not import each other"],
    ['expr/cron.ts', '../core/task', 'beside each other and do not import each other (only core/error'],
    ['engines/argo/lower.ts', '../tekton/lower', 'engines never import each other: shared words go to core'],
    ['engines/kubernetes/account.ts', '../argo/lower', 'engines never import each other: shared words go to core'],
    ['engines/kubernetes/account.ts', '../argo/lower', 'engines never import each other: shared words go to core'],
    ['engines/argo/lower.ts', '../../app/gitops-app', "'engines' is below 'app': imports go downwards only"],
    ['constructs/gate.ts', '../lint/engine', "'constructs' and 'lint' are beside each other"],
    ['core/task.ts', 'cdk8s', 'only engines, constructs, app may import cdk8s, constructs and cdk8s-plus'],
    ['lint/engine.ts', 'cdk8s-plus-33/lib/pod', 'only engines, constructs, app may import'],
    ['engines/argo/workflow.ts', 'cdk8s-plus-33', "'cdk8s-plus-33' is neither a dependency nor a peer"],
    ['constructs/deploy.ts', 'isomorphic-git', "'isomorphic-git' is neither a dependency nor a peer"],
    ['yaml/write.ts', 'esbuild', "'esbuild' is neither a dependency nor a peer, so users do not get it"],
    ['core/task.ts', '../index', 'nothing imports the package index'],
    ['core/task.ts', '../../test/layers/rules', 'a source file imports only from src'],
    ['helpers/text.ts', './other', "'src/helpers' is not a layer"],
  ])('refuses src/%s importing %s', (file, specifier, rule) => {
    expect(brokenRule(file, specifier, ['cdk8s', 'constructs', 'yaml'])).toContain(rule);
  });

  it.each([
    ['cli/main.ts', '../lint/engine'],
    ['app/gitops-app.ts', '../core/task'],
    ['constructs/gate.ts', '../engines/argo'],
    ['engines/argo/lower.ts', './names/limit'],
    ['engines/argo/lower.ts', '../../core/task'],
    ['engines/argo/lower.ts', 'cdk8s'],
    ['engines/argo/lower.ts', '../kubernetes/account'],
    ['yaml/write.ts', 'yaml'],
    ['yaml/write.ts', '../core/error'],
    ['programs/check-http/main.ts', 'node:http'],
    ['programs/git/branch.ts', 'isomorphic-git'],
    ['index.ts', './constructs/gate'],
  ])('lets src/%s import %s', (file, specifier) => {
    expect(brokenRule(file, specifier, ['cdk8s', 'constructs', 'yaml'])).toBeUndefined();
  });

  it('sees every form of import, and none in comments', () => {
    const text = [
      "import type { A } from './a';",
      'import {',
      '  B,',
      "} from './b';",
      "import './c';",
      "export * from './d';",
      "export type { E } from './e';",
      " * import { X } from './doc';",
      "// const x = require('./comment');",
      "  const f = await import('./f');",
      "type G = import('./g').G;",
    ].join('\n');
    expect(importsOf(text)).toEqual([
      { line: 1, specifier: './a' },
      { line: 2, specifier: './b' },
      { line: 5, specifier: './c' },
      { line: 6, specifier: './d' },
      { line: 7, specifier: './e' },
      { line: 10, specifier: './f' },
      { line: 11, specifier: './g' },
    ]);
  });
});
