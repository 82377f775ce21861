import { describe, expect, it } from 'vitest';
import manifest from '../../package.json';
import { run } from '../../src/cli/run';
import { verbs } from '../../src/cli/verbs';
import { typed } from './typed';

describe('the command line', () => {
  it('shows what it can do when nothing is typed, and says that this was not enough', async () => {
    const { code, out, err } = await typed([]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe((await typed(['--help'])).out);
  });

  it.each([[['--help']], [['-h']], [['help']]])('%j is answered with every command', async (args) => {
    const { code, out, err } = await typed(args);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const name of Object.keys(verbs)) expect(out).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
  });

  it('tells its version', async () => {
    expect(await typed(['--version'])).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' });
  });

  it.each(Object.keys(verbs))('helps with %s on one screen, with examples that it takes', async (verb) => {
    const { code, out, err } = await typed([verb, '--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.trimEnd().split('\n').length).toBeLessThanOrEqual(24);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(await typed(['help', verb])).toEqual({ code, out, err });
    const command = await verbs[verb]?.load();
    const options = Object.keys(command?.options ?? {});
    const shown = command?.examples.flatMap(({ line }) => [...line.matchAll(/ --([a-z-]+)/g)].map(([, name]) => name));
    expect(command?.examples.length).toBeGreaterThan(0);
    expect(shown?.filter((name) => !options.includes(name ?? ''))).toEqual([]);
  });

  it.each([
    [['grahp'], "error: there is no command 'grahp'; did you mean 'graph'?\n"],
    [['--entry', 'x', 'graph'], /^error: options come after the command, and --entry comes first; .*--help\n$/],
    [['graph', '--entri', 'x'], 'error: graph has no option --entri; did you mean --entry?\n'],
    [['graph', '-x'], 'error: graph has no option -x; see cdk8s-mlops graph --help\n'],
    [['graph', '--entry'], 'error: --entry lacks its value; write --entry=<name>\n'],
    [['graph', '--entry', '--depth', '1'], 'error: --entry lacks its value; write --entry=<name>\n'],
    [['graph', '--entry='], 'error: --entry lacks its value; write --entry=<name>\n'],
    [['graph', '--depth', 'deep'], "error: --depth is 'deep'; write a whole number from 0 on\n"],
    [['graph', 'no/such/folder'], "error: there is no file or folder 'no/such/folder'; correct the path\n"],
    [['graph', ''], "error: there is no file or folder ''; correct the path\n"],
    [['graph', '--', '--help'], "error: there is no file or folder '--help'; correct the path\n"],
    [['constructor'], /^error: there is no command 'constructor'; one of .*graph/],
  ])('%j is refused in one line, with what to do', async (args, message) => {
    const { code, out, err } = await typed(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
    expect(err.trimEnd()).not.toContain('\n');
  });

  it('is coloured only where it may be', async () => {
    expect((await typed(['nothing'], '', true)).err).toContain('\u001b[31merror\u001b[0m: ');
    expect((await typed(['nothing'])).err).not.toContain('\u001b');
  });

  it('says that a fault of its own is one, without a stack trace', async () => {
    const said: string[] = [];
    const broken = (): never => {
      throw new TypeError('x is not a function');
    };
    const terminal = {
      out: broken,
      err: (text: string) => said.push(text),
      stdin: broken,
      color: { out: false, err: false },
    };
    expect(await run(['--version'], terminal)).toBe(2);
    expect(said).toEqual(['error: x is not a function; this is a fault of cdk8s-mlops, please report it\n']);
  });
});
