import { runAction } from '../action';
import { startDeadline } from '../deadline';
import { readEnvironment } from '../environment';
import { contract, contradictions } from './contract';
import { copyModel } from './copy-model';

void runAction('copy-model', process.env, async (session) => {
  const configuration = readEnvironment(process.env, contract, contradictions);
  return copyModel(configuration, { deadline: startDeadline(configuration.deadline), session });
});
