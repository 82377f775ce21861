/**
 * The few calls of `fs.promises` that isomorphic-git makes, over a map: a fetched branch is used once and forgotten, and
 * nothing of it is left on a disk.
 *
 * @internal
 */
export interface MemoryFileSystem {
  readonly promises: Readonly<Record<(typeof calls)[number], (path: string, ...more: never[]) => Promise<unknown>>>;
}

const calls = [
  'readFile',
  'writeFile',
  'mkdir',
  'rmdir',
  'unlink',
  'stat',
  'lstat',
  'readdir',
  'readlink',
  'symlink',
] as const;

/** @param start texts by their paths @internal */
export function memoryFileSystem(start: Readonly<Record<string, string>>): MemoryFileSystem {
  const files = new Map(Object.entries(start).map(([path, text]) => [path, Buffer.from(text)]));

  const namesIn = (folder: string): string[] => {
    const inside = `${folder.replace(/\/$/, '')}/`;
    const below = [...files.keys()].filter((path) => path.startsWith(inside));
    return [...new Set(below.map((path) => path.slice(inside.length).split('/')[0] ?? ''))];
  };
  const fileAt = (path: string): Buffer => {
    const file = files.get(path);
    if (file !== undefined) return file;
    throw Object.assign(new Error(`nothing at ${path}`), { code: 'ENOENT' });
  };
  const stat = async (path: string): Promise<unknown> => {
    const folder = !files.has(path) && namesIn(path).length > 0;
    const size = folder ? 0 : fileAt(path).length;
    return { size, isDirectory: () => folder, isFile: () => !folder, isSymbolicLink: () => false };
  };
  // Folders are there when something is in them.
  const nothing = async (): Promise<void> => undefined;
  const noLinks = async (path: string): Promise<never> => {
    throw new Error(`no links at ${path}`);
  };

  return {
    promises: {
      readFile: async (path: string, options: { readonly encoding?: 'utf8' } | 'utf8' = {}) => {
        const encoding = typeof options === 'string' ? options : options.encoding;
        return encoding === undefined ? fileAt(path) : fileAt(path).toString(encoding);
      },
      writeFile: async (path: string, content: string | Uint8Array) => {
        files.set(path, Buffer.from(content as Uint8Array));
      },
      unlink: async (path) => {
        fileAt(path);
        files.delete(path);
      },
      readdir: async (path) => namesIn(path),
      stat,
      lstat: stat,
      mkdir: nothing,
      rmdir: nothing,
      readlink: noLinks,
      symlink: noLinks,
    },
  };
}
