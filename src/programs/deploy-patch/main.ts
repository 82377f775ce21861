import { runAction } from '../action';
import { startDeadline } from '../deadline';
import { readEnvironment } from '../environment';
import { podApi } from '../kubernetes/pod-api';
import { contract } from './contract';
import { deployPatch } from './deploy-patch';

void runAction('deploy-patch', process.env, async (session) => {
  const values = readEnvironment(process.env, contract);
  const calling = { deadline: startDeadline(values.deadline), session };
  return deployPatch(values, podApi(process.env, calling), calling);
});
