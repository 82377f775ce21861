import { startDeadline } from '../deadline';
import { podApi } from '../kubernetes/pod-api';
import { runWholeProcess } from '../whole-process';
import { readConfiguration, stepIn } from './configuration';
import { runStep } from './run-step';
import { endingOf } from './step-outputs';
import { openWorld } from './world/world';

const { kind, without } = endingOf(stepIn(process.env));

void runWholeProcess(
  'release',
  process.env,
  kind,
  async (session) => {
    const configuration = readConfiguration(process.env, session);
    const calling = { deadline: startDeadline(configuration.deadlineSeconds), session };
    const { step, application, source, holder } = configuration;
    Object.assign(session.evidence, { step, application, source, holder });
    const world = openWorld(configuration, podApi(process.env, calling), calling);
    return { kind, ...(await runStep[step]({ configuration, world, calling })) };
  },
  without,
);
