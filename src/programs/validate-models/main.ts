import { startDeadline } from '../deadline';
import { readEnvironment } from '../environment';
import { runGate } from '../gate';
import { podApi } from '../kubernetes/pod-api';
import { contract } from './contract';
import { validateModels } from './validate-models';

void runGate('validate-models', process.env, async (session) => {
  const configuration = readEnvironment(process.env, contract);
  const calling = { deadline: startDeadline(configuration.deadline), session };
  return validateModels(configuration, podApi(process.env, calling), calling);
});
