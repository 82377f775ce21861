import { runAction } from '../action';
import { startDeadline } from '../deadline';
import { readEnvironment } from '../environment';
import { kubernetesApi } from '../kubernetes/api';
import { serviceAccount } from '../kubernetes/service-account';
import { contract } from './contract';
import { preflight } from './preflight';

void runAction('preflight', process.env, async (session) => {
  const { requirements, deadline } = readEnvironment(process.env, contract);
  const calling = { deadline: startDeadline(deadline), session };
  return preflight(requirements, kubernetesApi(serviceAccount(process.env), calling), calling);
});
