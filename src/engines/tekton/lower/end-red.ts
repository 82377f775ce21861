import { Duration } from 'cdk8s';
import type { Image } from '../../../core/container/image';
import type { MatchNode } from '../../../core/graph/node';
import { text as textType } from '../../../core/parameter/text';
import { programTask } from '../../../core/program-task';
import { RefNode } from '../../../core/ref';
import type { TaskGraph } from '../../../core/task';
import { unitGraph } from '../../../core/unit';
import { isVerdict } from '../../../core/verdict';
import { programText } from '../../../programs/bundle';
import { text, type Value } from '../value/value';
import type { Context, Where } from './context';
import type { Instance } from './instance';

/** The task that ends a run red, saying why. @internal */
export function endRedTask(image: Image | undefined): TaskGraph {
  const unit = programTask(
    'end-red',
    { name: 'hold', text: programText('hold') },
    {
      image,
      inputs: { outcome: textType({ pattern: /[a-z][a-z-]{0,40}/ }), reason: textType() },
      env: ({ inputs }) => ({ OUTCOME: inputs.outcome, REASON: inputs.reason }),
      timeout: Duration.minutes(10),
    },
  );
  return unit[unitGraph] as TaskGraph;
}

/** Ends the run red after a match whose arm was not that of the good word; returns the task's name. @internal */
export function endRed(node: MatchNode, on: string, instance: Instance, where: Where, context: Context): string {
  const reason = reasonOf(node.on, instance) ?? text(`${node.name} did not go well`);
  return endRedBy(`${node.name}-ends-red`, { outcome: text(on), reason }, where, context);
}

/** @internal */
export function endRedBy(
  plain: string,
  args: { readonly outcome: Value; readonly reason: Value },
  where: Where,
  context: Context,
): string {
  const name = context.name(plain, where.owner);
  const { guards, after } = where;
  const work = { kind: 'run', task: context.endRed, args, narrower: new Set<string>() } as const;
  return context.add({ name, guards, after, work }, where);
}

/** What the gate itself said, where a match looks at a verdict of one that gives a reason. @internal */
export function reasonOf({ source, type }: RefNode, instance: Instance): Value | undefined {
  if (source.kind !== 'output' || source.node.kind !== 'step' || !isVerdict(type)) return undefined;
  const { node } = source;
  const reason = node.outputs.reason;
  if (reason?.kind !== 'text') return undefined;
  return instance.read(new RefNode(node.block, { kind: 'output', node, name: 'reason' }, reason, `the reason`));
}
