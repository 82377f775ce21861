import { execFileSync } from 'node:child_process';
import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { tektonGaps } from '../../src/core/portability';
import { NotPortableError, Pipeline, tekton } from '../../src/engines/tekton/index';
import { argo, type Unit, WorkflowTemplate } from '../../src/index';
import { behaviours } from './behaviours';

const chart = () => new Chart(new App(), 'chart', { namespace: 'mlops' });
const onArgo = (pipeline: Unit<never, unknown>) =>
  new WorkflowTemplate(chart(), 'it', { pipeline, engine: argo('4.0') });
const onTekton = (pipeline: Unit<never, unknown>) => new Pipeline(chart(), 'it', { pipeline, engine: tekton('1.15') });

describe('what a definition says', () => {
  it.each(behaviours)('$what: Argo does it', ({ pipeline }) => {
    expect(onArgo(pipeline).apiObject.kind).toBe('WorkflowTemplate');
  });

  it.each(behaviours.filter(({ tekton }) => tekton === undefined))('$what: Tekton does it too', ({ pipeline }) => {
    expect(onTekton(pipeline).apiObject.kind).toBe('Pipeline');
  });

  it.each(behaviours.filter(({ tekton }) => tekton !== undefined))('$what: Tekton says what it lacks', (behaviour) => {
    let error: unknown;
    try {
      onTekton(behaviour.pipeline);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(NotPortableError);
    expect(error).toMatchObject({ code: 'MLP2101', engine: 'Tekton', at: 'chart/it' });
    expect((error as NotPortableError).message).toContain(behaviour.tekton);
    expect((error as NotPortableError).fix).not.toBe('');
  });

  it('is told in the page that is made from the same table', () => {
    expect(() => execFileSync('node_modules/.bin/tsx', ['scripts/portability-page.mjs', '--check'])).not.toThrow();
  });

  it('meets every gap of the table, but those of events and of approvals, which have tests of their own', () => {
    const told = behaviours.flatMap(({ tekton = '' }) => tekton);
    const silent = Object.entries(tektonGaps).filter(
      ([name, { feature }]) =>
        !/^event|^approvalAnswers$/.test(name) && !told.some((said) => said.includes(feature.replaceAll('`', "'"))),
    );
    expect(silent).toEqual([]);
  });
});
