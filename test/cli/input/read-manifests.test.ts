import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readManifests } from '../../../src/cli/input/read-manifests';
import { longest } from '../../../src/cli/input/read-text';

const object = (name: string, kind = 'ConfigMap'): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n`;

describe('reading manifests', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cdk8s-mlops-read-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (path: string, text: string | Uint8Array): string => {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  const read = async (paths: readonly string[] = [folder], stdin = '') => {
    const { manifests, diagnostics } = await readManifests(paths, { stdin: () => Readable.from([Buffer.from(stdin)]) });
    const short = (file: string): string => file.replace(`${folder}/`, '');
    return {
      manifests,
      names: manifests.map(({ file, value }) => `${short(file)} ${(value.metadata as { name?: string })?.name}`),
      found: diagnostics.map(({ code, severity, file, line, column }) =>
        [severity, code, [short(file), line, column].filter((part) => part !== undefined).join(':')].join(' '),
      ),
      messages: diagnostics.map(({ message }) => message),
    };
  };

  it('reads every document of every file below a folder, sorted by name, with its place', async () => {
    put('b.yaml', `# first\n---\n${object('b1')}---\n\n${object('b2')}`);
    put('a/z.yml', object('z'));
    put('a/y.json', '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"y"}}');
    put('.git/x.yaml', object('hidden'));
    put('node_modules/p/x.yaml', object('of-a-package'));
    put('README.md', 'apiVersion: v1');
    const { manifests, names, found } = await read();
    expect(names).toEqual(['a/y.json y', 'a/z.yml z', 'b.yaml b1', 'b.yaml b2']);
    expect(found).toEqual([]);
    expect(manifests[3]?.start).toEqual({ line: 9, column: 1 });
    expect(manifests[3]?.positionOf(['metadata', 'name'])).toEqual({ line: 12, column: 3 });
  });

  it('reads a file that is named whatever it is called, and each only once', async () => {
    const odd = put('.manifests.txt', object('odd'));
    const plain = put('plain.yaml', object('plain'));
    symlinkSync(plain, join(folder, 'same.yaml'));
    expect((await read([odd, plain, folder, plain])).names).toEqual(['.manifests.txt odd', 'plain.yaml plain']);
  });

  it('reads standard input', async () => {
    expect((await read(['-'], object('piped'))).names).toEqual(['- piped']);
  });

  it('opens lists, as kubectl prints them, and knows the places inside', async () => {
    put('list.yaml', `apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: A\n  metadata: { name: a }\n- 5\n`);
    const { manifests, names } = await read();
    expect(names).toEqual(['list.yaml a']);
    expect(manifests[0]?.start).toEqual({ line: 4, column: 3 });
    expect(manifests[0]?.positionOf(['kind'])).toEqual({ line: 5, column: 3 });
  });

  it('passes over what is no manifest', async () => {
    put('values.yaml', 'image: x\n---\n- a\n---\njust text\n---\napiVersion: 1\nkind: 2\n');
    put('empty.yaml', '');
    expect(await read()).toMatchObject({ names: [], found: [] });
  });

  it('tells where a document is no YAML, and goes on with the others', async () => {
    put('a.yaml', `${object('one')}---\nkind: [\n---\n${object('two')}`);
    put('twice.yaml', 'apiVersion: v1\nkind: A\nkind: B\n');
    const { names, found } = await read();
    expect(names).toEqual(['a.yaml one', 'a.yaml two', 'twice.yaml undefined']);
    expect(found).toEqual(['error MLP5005 a.yaml:7:1', 'warning MLP5006 twice.yaml:3:1']);
  });

  it.each([
    ['bytes of an image', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0xff])],
    ['UTF-16', Buffer.from(`\ufeff${object('wide')}`, 'utf16le')],
    ['Latin-1', Buffer.from('apiVersion: v1\nkind: K\u00e4se\n', 'latin1')],
  ])('tells that %s are no text', async (_, bytes) => {
    put('binary.yaml', bytes);
    put('good.yaml', object('good'));
    expect(await read()).toMatchObject({ names: ['good.yaml good'], found: ['error MLP5002 binary.yaml'] });
  });

  it('does not read files without end', async () => {
    put('huge.yaml', Buffer.alloc(longest + 1, 'a'));
    put('good.yaml', object('good'));
    expect(await read()).toMatchObject({ names: ['good.yaml good'], found: ['error MLP5003 huge.yaml'] });
    expect(await read(['-'], 'a'.repeat(longest + 1))).toMatchObject({ found: ['error MLP5003 -'] });
    expect(await read(['/dev/zero'])).toMatchObject({ found: ['error MLP5003 /dev/zero'] });
  });

  it('tells of links that lead round in a circle, back up, or nowhere', async () => {
    put('sub/good.yaml', object('good'));
    symlinkSync('..', join(folder, 'sub/up'));
    symlinkSync('self.yaml', join(folder, 'self.yaml'));
    symlinkSync('gone', join(folder, 'dangling.yaml'));
    expect(await read()).toMatchObject({
      names: ['sub/good.yaml good'],
      found: ['error MLP5001 dangling.yaml', 'error MLP5004 self.yaml', 'error MLP5004 sub/up'],
    });
  });

  it('does not wait for a pipe that it comes across', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
    expect(await read()).toMatchObject({
      found: ['error MLP5001 pipe.yaml'],
      messages: ["it can't be read: it is a pipe, not a file"],
    });
  });

  it('tells what it may not read', async () => {
    const good = put('good.yaml', object('good'));
    // Root may read every file, but not the first byte of its own memory.
    expect(await read(['/proc/self/mem', good])).toMatchObject({
      names: ['good.yaml good'],
      found: ['error MLP5001 /proc/self/mem'],
      messages: ["it can't be read: the disk does not give it"],
    });
  });

  it('survives deep nesting and aliases that grow without bounds', async () => {
    put('deep.yaml', `apiVersion: v1\nkind: A\nspec: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`);
    const bomb = Array.from({ length: 30 }, (_, at) => `a${at}: &a${at} [${`*a${at - 1},`.repeat(at === 0 ? 0 : 9)}1]`);
    put('bomb.yaml', `apiVersion: v1\nkind: A\n${bomb.join('\n')}\n`);
    put('good.yaml', object('good'));
    const { names, found, messages } = await read();
    expect(messages).toContain('it is nested too deeply to be read');
    expect(names).toEqual(['good.yaml good']);
    expect(found).toEqual(['error MLP5005 bomb.yaml:1:1', expect.stringMatching(/^error MLP5005 deep.yaml:3:\d+$/)]);
  });
});
