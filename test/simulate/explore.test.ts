import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Exploration } from '../../src/simulate/explore/exploration';
import { printExploration } from '../../src/simulate/explore/exploration-text';
import { explore } from '../../src/simulate/explore/explore';
import type { Roles } from '../../src/simulate/explore/roles';
import { textOf } from '../core/problem';

const folder = join(__dirname, 'explore');
const manifest = (name: string) => [{ file: name, text: readFileSync(join(folder, name), 'utf8') }];

const violation = ({ violations }: Exploration, property: string) => {
  const found = violations.find((each) => each.property === property);
  return found && { message: found.message, scenario: found.scenario.map(({ step, what }) => `${step} ${what}`) };
};

const proved = ({ proved }: Exploration) => proved.map(({ property }) => property);

describe('what goes wrong in pipelines that are written by hand', () => {
  it('is found where the verdict is all that a test prints: neither branch runs', () => {
    const found = explore(manifest('faults/stdout-verdict.yaml'));
    expect(violation(found, 'candidate-decided')).toEqual({
      message: 'release[0].deploy deploys, and nobody promotes, approves, reverts or holds',
      scenario: ['test prints more than one word'],
    });
  });

  it('is found where a gate fails by its exit code, and the branch that reverts is never come to', () => {
    const found = explore(manifest('faults/exit-code-and-branch.yaml'));
    expect(violation(found, 'candidate-decided')?.scenario).toEqual(['test exits with 1']);
  });

  it('is found where a branch reads what a skipped step did not write', () => {
    const found = explore(manifest('faults/skipped-output.yaml'));
    expect(violation(found, 'candidate-decided')?.scenario).toHaveLength(1);
    expect(violation(found, 'nothing-stuck')?.message).toMatch(/waits for ever: steps\.integration/);
  });

  it('is found where the alias moves before anybody looked, and nobody holds a lock', () => {
    const found = explore(manifest('faults/alias-before-rollout.yaml'));
    expect(violation(found, 'alias-after-rollout')?.scenario).toEqual([]);
    expect(violation(found, 'changes-under-lock')?.scenario).toEqual([]);
  });

  it('is found where a gate is forgotten by the time the next one begins', () => {
    const found = explore(manifest('faults/forgotten-gate.yaml'));
    expect(violation(found, 'failure-ends-red')).toMatchObject({
      message: 'release[0].member[1].judge does not pass, and the run ends Succeeded',
    });
  });

  it('is found where a rejected model leaves an empty text and a green run', () => {
    const found = explore(manifest('faults/silent-rejection.yaml'));
    expect(violation(found, 'failure-ends-red')?.scenario).toEqual(["train model-version is ''"]);
  });
});

describe('a pipeline by the rules', () => {
  it('promotes nothing untested, whatever becomes of its steps', () => {
    const found = explore(manifest('sound.yaml'));
    expect(found.violations).toEqual([]);
    expect(found.undecided).toEqual([]);
    expect(proved(found)).toHaveLength(8);
    expect(found.scenarios).toBeGreaterThan(BigInt(found.plays));
  });

  it('is told in a few lines, the same each time', () => {
    const told = () => printExploration(explore(manifest('faults/exit-code-and-branch.yaml')));
    expect(told()).toBe(told());
    expect(told()).toContain(
      [
        '✖ every candidate that was deployed is promoted, approved, reverted or held',
        '  release[0].deploy deploys, and nobody promotes, approves, reverts or holds',
        '  in this scenario, in which all else ends well:',
        '    test exits with 1',
        '  the run ends Failed',
      ].join('\n'),
    );
  });

  it('is not proved where not everything was looked at', () => {
    const found = explore(manifest('sound.yaml'), { limit: 5 });
    expect(found.proved).toEqual([]);
    expect(found.undecided[0]?.why).toBe('not everything was looked at within 5 runs');
  });
});

describe('properties', () => {
  it('that are not asked for are not looked at', () => {
    const one = explore(manifest('faults/stdout-verdict.yaml'), { properties: ['ends-in-time'] });
    const told = [...one.proved, ...one.violations, ...one.undecided].map(({ property }) => property);
    expect(told).toEqual(['ends-in-time']);
  });

  it('of another name are an error that says what was meant', () => {
    const wrong = { properties: ['never-bot'] } as unknown as { properties: ['never-both'] };
    const message = textOf(() => explore(manifest('faults/stdout-verdict.yaml'), wrong));
    expect(message).toContain('MLP5207');
    expect(message).toContain("fix: 'never-both'");
  });
});

describe('roles', () => {
  it('come from a configuration, too, and leave undecided what none is about', () => {
    const bare = readFileSync(join(folder, 'faults/exit-code-and-branch.yaml'), 'utf8').replace(
      / {4}cdk8s-mlops.*\n/,
      '',
    );
    const found = explore([{ file: 'bare.yaml', text: bare }], { roles: { test: 'gate', promote: 'promotes' } });
    expect(proved(found)).toContain('pass-before-promotion');
    expect(found.undecided.map(({ property }) => property)).toContain('candidate-decided');
  });

  it.each<[Roles, string, string]>([
    [{ test: 'gaet' }, 'MLP5203', "fix: 'gate'"],
    [{ test: 'deploys:staging=x' }, 'MLP5203', 'expected: one of gate'],
    [{ tset: 'gate' }, 'MLP5204', "fix: 'test'"],
  ])('%o is an error that says what was meant', (roles, code, words) => {
    const message = textOf(() => explore(manifest('faults/stdout-verdict.yaml'), { roles }));
    expect(message).toContain(code);
    expect(message).toContain(words);
  });
});
