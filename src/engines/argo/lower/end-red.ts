import { Duration } from 'cdk8s';
import type { Image } from '../../../core/container/image';
import { text } from '../../../core/parameter/text';
import { programTask } from '../../../core/program-task';
import { RefNode } from '../../../core/ref';
import type { TaskGraph } from '../../../core/task';
import { unitGraph } from '../../../core/unit';
import { isVerdict } from '../../../core/verdict';
import { programText } from '../../../programs/bundle';
import type { Context } from './context';
import { taskTemplate } from './task-template';

/** The task that ends a run red, saying why. @internal */
export function endRedTask(image: Image | undefined): TaskGraph {
  const unit = programTask(
    'end-red',
    { name: 'hold', text: programText('hold') },
    {
      image,
      inputs: { outcome: text({ pattern: /[a-z][a-z-]{0,40}/ }), reason: text() },
      env: ({ inputs }) => ({ OUTCOME: inputs.outcome, REASON: inputs.reason }),
      timeout: Duration.minutes(10),
    },
  );
  return unit[unitGraph] as TaskGraph;
}

/** The name of its template. @internal */
export function endRed(context: Context): string {
  const task = context.endRed();
  return context.templates.ensure(task.name, task, () => taskTemplate(task, context));
}

/** What the gate itself said, where a match looks at a verdict of one that gives a reason. @internal */
export function reasonOf({ source, type }: RefNode): RefNode | undefined {
  if (source.kind !== 'output' || source.node.kind !== 'step' || !isVerdict(type)) return undefined;
  const { node } = source;
  const reason = node.outputs.reason;
  if (reason?.kind !== 'text') return undefined;
  return new RefNode(node.block, { kind: 'output', node, name: 'reason' }, reason, `the reason of '${node.name}'`);
}
