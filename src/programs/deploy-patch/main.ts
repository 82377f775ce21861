import { runAction } from '../action';
import { startDeadline } from '../deadline';
import { readEnvironment } from '../environment';
import { kubernetesApi } from '../kubernetes/api';
import { serviceAccount } from '../kubernetes/service-account';
import { contract } from './contract';
import { deployPatch } from './deploy-patch';

void runAction('deploy-patch', process.env, (session) => {
  const values = readEnvironment(process.env, contract);
  const calling = { deadline: startDeadline(values.deadline), session };
  return deployPatch(values, kubernetesApi(serviceAccount(process.env), calling), calling);
});
