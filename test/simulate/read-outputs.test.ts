import { describe, expect, it } from 'vitest';
import { mayBeRead } from '../../src/simulate/explore/read-outputs';
import type { Node } from '../../src/simulate/run/node';

/** An output called `word` of a node in a template that has a value. */
function isKept(value: string): boolean {
  const template = {
    outputs: { parameters: [{ name: 'word', valueFrom: { default: '' } }] },
    dag: { tasks: [{ name: 'next', template: 'word', arguments: { parameters: [{ name: 'word', value }] } }] },
  };
  const around = { processed: { template: { text: JSON.stringify(template) } } };
  return mayBeRead({ boundary: around } as unknown as Node, 'word');
}

describe('a proof tells runs apart by an output', () => {
  it.each([
    ['by its name', '{{tasks.train.outputs.parameters.word}}'],
    ['by its name in brackets', "{{= tasks['train'].outputs.parameters['word'] }}"],
    ['by its name in double quotes', '{{= tasks["train"]["outputs"].parameters["word"] }}'],
    ['by its name in brackets throughout', "{{= tasks['train'].outputs['parameters']['word'] }}"],
    ['by its name where it may be absent', '{{= tasks.train?.outputs?.parameters?.word }}'],
    ['with all outputs', '{{= toJson(tasks.train.outputs) }}'],
    ['with all parameters', '{{tasks.train.outputs.parameters}}'],
    ['by a name that is worked out', '{{= tasks.train.outputs.parameters[inputs.parameters.which] }}'],
  ])('that is read %s', (_, value) => expect(isKept(value)).toBe(true));

  it.each([
    ['nobody reads', 'word'],
    ['only another one is read of', '{{tasks.train.outputs.parameters.other}}'],
    ['only the artifact of its name is read of', '{{tasks.train.outputs.artifacts.word}}'],
    ['only an input of its name is read of', '{{inputs.parameters.word}}'],
  ])('but not one that %s', (_, value) => expect(isKept(value)).toBe(false));

  it('that may be read outside of all templates', () => {
    expect(mayBeRead({ boundary: undefined } as unknown as Node, 'word')).toBe(true);
  });
});
