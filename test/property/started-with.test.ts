import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { field, fmt, Image, list, pipeline, record, task, text } from '../../src/index';
import { emitted } from '../engines/argo/emitted';
import { hostileText } from './hostile';
import { argoEvaluation, canAsk } from './oracle';
import { type Pod, play, Stopped } from './play';

const ask = argoEvaluation();
const image = Image.tagged('example.com/a:1.0');
const told = (name: string) =>
  task(name, { image, inputs: { value: text() }, command: [name], env: ({ inputs }) => ({ VALUE: inputs.value }) });
const toldNote = told('told-note');
const toldBoth = told('told-both');
const toldTag = told('told-tag');
const toldName = told('told-name');

const it0 = pipeline(
  'it',
  { note: text({ default: 'none' }), by: text(), tags: list(text()), pair: record({ name: text() }) },
  (p, { note, by, tags, pair }) => {
    p.step(toldNote, { value: note });
    p.step(toldBoth, { value: fmt`${note}${by}` });
    p.forEach(tags, (p, tag) => p.step(toldTag, { value: tag }));
    p.step(toldName, { value: field(pair, 'name') });
    p.finally((p) => void p.step(toldNote, { value: note }, { name: 'at-the-end' }));
  },
);

/** What Argo itself makes of an argument before any template of ours sees it; it knows no more than the run's own data. */
async function read(given: string): Promise<string> {
  return (await ask({ kind: 'inputs', text: given, scope: { 'workflow.name': 'EVALUATED' } })).text ?? given;
}

describe.skipIf(!canAsk)('what somebody starts a run with', () => {
  const { templates = [], entrypoint = '' } = emitted(it0).spec();

  it('arrives as Argo read it once, or nothing starts at all', async () => {
    let arrived = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          note: hostileText,
          by: hostileText,
          tags: fc.array(hostileText, { maxLength: 2 }),
          name: hostileText,
          hide: fc.boolean(),
        }),
        async ({ note, by, tags, name, hide }) => {
          const json = (value: unknown) =>
            hide ? JSON.stringify(value).replaceAll('{{', '\\u007b\\u007b') : JSON.stringify(value);
          const given = { note, by, tags: json(tags), pair: json({ name }) };
          let pods: readonly Pod[] = [];
          try {
            pods = await play(ask, templates, entrypoint, given, {});
            arrived++;
          } catch (stopped) {
            if (!(stopped instanceof Stopped)) throw stopped;
            expect(stopped.waits).toBe(false);
            pods = stopped.pods;
          }
          const readNote = await read(note);
          const expected: { readonly [template: string]: readonly string[] } = {
            'told-note': [readNote],
            'told-both': [`${readNote}${await read(by)}`],
            'told-tag': JSON.parse(await read(given.tags)) as string[],
            'told-name': [(JSON.parse(await read(given.pair)) as { name: string }).name],
          };
          for (const [i, { template, env }] of pods.entries()) {
            const before = pods.slice(0, i).filter((other) => other.template === template).length;
            expect(env.VALUE).toBe(expected[template]?.[before]);
            expect(env.VALUE).not.toContain('{{');
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(arrived).toBeGreaterThan(20);
  });

  it('is looked at again by what runs at the end, which no check of the beginning keeps from running', async () => {
    const finish = async (note: string) => {
      const { steps } = templates.find(({ name }) => name === 'exit') ?? {};
      const value = String(
        steps?.[0]?.[0]?.arguments?.parameters?.find((parameter) => parameter.name === 'note')?.value,
      );
      return ask({ kind: 'template', text: value, scope: { 'workflow.parameters.note': note } });
    };
    expect(await finish("it's $(fine)")).toEqual({ text: "it's $(fine)" });
    expect(await finish('{{= 1 + 1 }}')).toHaveProperty('error');
  });
});
