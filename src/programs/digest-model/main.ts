import { runAction } from '../action';
import { startDeadline } from '../deadline';
import { readEnvironment } from '../environment';
import { contract } from './contract';
import { digestModel } from './digest-model';

void runAction('digest-model', process.env, async (session) => {
  const configuration = readEnvironment(process.env, contract);
  return digestModel(configuration, { deadline: startDeadline(configuration.deadline), session });
});
