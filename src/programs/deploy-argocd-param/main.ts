import { runAction } from '../action';
import { startDeadline } from '../deadline';
import { readEnvironment } from '../environment';
import { InputError } from '../input-error';
import { kubernetesApi } from '../kubernetes/api';
import { serviceAccount } from '../kubernetes/service-account';
import { contract, contradictions } from './contract';
import { deployArgocdParam } from './deploy-argocd-param';

void runAction('deploy-argocd-param', process.env, async (session) => {
  const values = readEnvironment(process.env, contract);
  const wrong = contradictions(values);
  if (wrong.length > 0) throw new InputError(wrong.join('; '));
  const calling = { deadline: startDeadline(values.deadline), session };
  return deployArgocdParam(values, kubernetesApi(serviceAccount(process.env), calling), calling);
});
