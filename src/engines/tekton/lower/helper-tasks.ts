import { Duration } from 'cdk8s';
import { programTask } from '../../../core/program-task';
import type { TaskGraph } from '../../../core/task';
import { unitGraph } from '../../../core/unit';
import { type ProgramName, programText } from '../../../programs/bundle';
import type { TektonTarget } from '../target';

/** The program that checks and works out what a task or a run is given. @internal */
export function takeInputsTask(target: TektonTarget): TaskGraph {
  return helper('take-inputs', target);
}

/** The program that makes results of what a task left. @internal */
export function handOnTask(target: TektonTarget): TaskGraph {
  return helper('hand-on', target);
}

function helper(name: ProgramName, { programImage }: TektonTarget): TaskGraph {
  const unit = programTask(
    name,
    { name, text: programText(name) },
    {
      image: programImage,
      resources: { cpu: '20m', memory: { request: '64Mi', limit: '128Mi' } },
      timeout: Duration.minutes(10),
    },
  );
  return unit[unitGraph] as TaskGraph;
}
