import { runAction } from '../action';
import { startDeadline } from '../deadline';
import { readEnvironment } from '../environment';
import { podApi } from '../kubernetes/pod-api';
import { contract, contradictions } from './contract';
import { deployArgocdParam } from './deploy-argocd-param';

void runAction('deploy-argocd-param', process.env, async (session) => {
  const values = readEnvironment(process.env, contract, contradictions);
  const calling = { deadline: startDeadline(values.deadline), session };
  return deployArgocdParam(values, podApi(process.env, calling), calling);
});
