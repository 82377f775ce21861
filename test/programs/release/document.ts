import { type Guard, guards } from '../../../src/programs/release/guards';
import { outcomes } from '../../../src/programs/release/outcome';
import { phases } from '../../../src/programs/release/phase';
import { type Transition, type TransitionName, transitions } from '../../../src/programs/release/transitions';

const rows = Object.entries(transitions) as readonly (readonly [TransitionName, Transition])[];
const everyPhase = Object.keys(phases).length;

/** The parts of docs/release.md that are made from the state machine, by the marker that stands before each. */
export const generated: Readonly<Record<string, string>> = {
  phases: table(
    ['phase', 'what is going on'],
    Object.entries(phases).map(([phase, says]) => [`\`${phase}\``, says]),
  ),
  picture: `\`\`\`mermaid\n${picture()}\n\`\`\``,
  transitions: table(
    ['transition', 'from', 'to', 'conditions'],
    rows.map(([name, { from, to, guards, raisesToken }]) => [
      `\`${name}\``,
      from.length === everyPhase ? 'any' : from.join(', '),
      `${to}${raisesToken === true ? ', token rises' : ''}`,
      guards.map((guard) => condition(guard)).join('; '),
    ]),
  ),
  outcomes: table(
    ['outcome', 'what it means'],
    Object.entries(outcomes).map(([outcome, says]) => [`\`${outcome}\``, says]),
  ),
};

function condition(name: keyof typeof guards): string {
  const { says, refusal }: Guard = guards[name];
  return `${says}, else *${refusal}*`;
}

/** A state diagram in Mermaid: what changes the phase, without the locks and without what only gives something up. */
function picture(): string {
  const arrows = rows.flatMap(([name, { from, to }]) => {
    if (to === 'same' || name === 'finish') return [];
    return from.filter((phase) => phase !== to).map((phase) => `  ${phase} --> ${to}: ${name}`);
  });
  return ['stateDiagram-v2', '  [*] --> idle', ...arrows].join('\n');
}

function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
