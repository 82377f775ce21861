import { runAction } from '../action';
import { startDeadline } from '../deadline';
import { readEnvironment } from '../environment';
import { contract } from './contract';
import { publishModel } from './publish-model';

void runAction('publish-model', process.env, async (session) => {
  const configuration = readEnvironment(process.env, contract);
  return publishModel(configuration, { deadline: startDeadline(configuration.deadline), session });
});
