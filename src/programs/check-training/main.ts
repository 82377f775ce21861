import { runAction } from '../action';
import { startDeadline } from '../deadline';
import { readEnvironment } from '../environment';
import { podApi } from '../kubernetes/pod-api';
import { checkTraining } from './check-training';
import { contract } from './contract';

void runAction('check-training', process.env, async (session) => {
  const configuration = readEnvironment(process.env, contract);
  const calling = { deadline: startDeadline(configuration.deadline), session };
  return checkTraining(configuration, podApi(process.env, calling), calling);
});
