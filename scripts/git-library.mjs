// What bundling isomorphic-git into a program takes: its readable text, small, without what Node has built in.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const library = 'isomorphic-git';

/** Packages of the library that Node's own modules replace, by the file that does it. */
const insteadOf = {
  'sha.js/sha1.js': 'sha1.ts',
  'async-lock': 'async-lock.ts',
  'crc-32': 'crc-32.ts',
  pako: 'pako.ts',
};

/** An esbuild plugin: the library's ES modules, which can be shaken, under a name without this machine's folders. */
export function gitLibrary(root) {
  const replacements = join(root, 'src', 'programs', 'git', 'instead-of');
  return {
    name: 'git-library',
    setup: ({ onResolve, onLoad }) => {
      const found = { path: library, namespace: 'library', sideEffects: false };
      onResolve({ filter: new RegExp(`^${library}$`) }, () => found);
      onLoad({ filter: /.*/, namespace: 'library' }, () => ({
        // The documentation of its types is half of its bytes, and engines take some of it for tags.
        contents: readFileSync(join(root, 'node_modules', library, 'index.js'), 'utf8').replace(
          /^ *\/\*\*[\s\S]*?\*\/\n/gm,
          '',
        ),
      }));
      onResolve({ filter: /.*/, namespace: 'library' }, ({ path }) =>
        path in insteadOf
          ? { path: join(replacements, insteadOf[path]), sideEffects: false }
          : { path, namespace: 'unused', sideEffects: false },
      );
      // Nothing that is bundled calls them; if it ever did, the tests of the program would fail.
      onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: 'export default undefined;' }));
    },
  };
}

export function holdsGitLibrary({ inputs }) {
  return `library:${library}` in inputs;
}

/** The licence asks to be in every copy. */
export function gitLibraryNotice(root) {
  const licence = readFileSync(join(root, 'node_modules', library, 'LICENSE.md'), 'utf8').trim();
  const lines = licence.split(/\n+/).flatMap((paragraph) => paragraph.match(/\S.{0,110}(?=\s|$)/g) ?? []);
  return [`// It contains ${library} (MIT):`, ...lines.map((line) => `// ${line}`)];
}
