import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf } from '../layers/imports';

/** All files of the build that a file loads, itself included. */
function loadedBy(file: string, extension: string): readonly string[] {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { specifier } of importsOf(readFileSync(path, 'utf8'))) {
      if (!specifier.startsWith('.')) continue;
      const base = posix.join(posix.dirname(path), specifier);
      // The compiler writes '../..' for the entry of the package.
      visit(existsSync(`${base}${extension}`) ? `${base}${extension}` : `${base}/index${extension}`);
    }
  };
  visit(`${file}${extension}`);
  return [...seen];
}

describe('the root entry of the package', () => {
  it('makes no compiler read the types of a schema', () => {
    if (!existsSync('lib/index.js')) throw new Error("there is no build to look at: run 'npm run build'");
    const loaded = loadedBy('lib/index', '.d.ts');
    expect(loaded.length).toBeGreaterThan(50);
    expect(loaded.filter((path) => path.includes('/schemas/'))).toEqual([]);
  });

  it('loads the lint, its schemas and the reader of YAML when it looks at manifests, not when it is imported', () => {
    const script = `const { GitOpsApp, LintValidation } = require('./lib/index.js');
      const loaded = () => Object.keys(require.cache).map((path) => path.slice(process.cwd().length + 1));
      const late = () => loaded().filter((path) => /^lib\\/(?:lint|schemas|expr\\/argo)\\/|^lib\\/yaml\\/read/.test(path));
      const imported = late();
      const report = { addViolation: () => {}, submit: () => {} };
      new LintValidation().validate({ manifests: ['dist-manifests/hello/fraud.yaml'], report });
      console.log(JSON.stringify({ imported, used: late().length }));`;
    const { imported, used } = JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }));
    expect(imported).toEqual([]);
    expect(used).toBeGreaterThan(200);
  });

  it('loads no engine of pipelines but Argo: another comes with its target', () => {
    const engines = new Set(
      loadedBy('lib/index', '.js').flatMap((path) => /\/engines\/([^/]+)\//.exec(path)?.[1] ?? []),
    );
    expect([...engines].sort()).toEqual(['argo', 'kserve', 'kubernetes']);
  });

  it("loads less than an engine's own entry, which has that engine's types and those of Kubernetes", () => {
    const schemas = loadedBy('lib/engines/argo/index', '.d.ts').filter((path) => path.includes('/schemas/'));
    expect(schemas.sort()).toEqual(['lib/schemas/argo/types.d.ts', 'lib/schemas/kubernetes/types.d.ts']);
  });
});
