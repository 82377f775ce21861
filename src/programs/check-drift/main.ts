import { runAction } from '../action';
import { startDeadline } from '../deadline';
import { kubernetesApi } from '../kubernetes/api';
import { serviceAccount } from '../kubernetes/service-account';
import { checkDrift } from './check-drift';
import { readConfiguration } from './configuration';

void runAction('check-drift', process.env, async (session) => {
  const configuration = readConfiguration(process.env, session);
  const calling = { deadline: startDeadline(configuration.deadline), session };
  return checkDrift(configuration, kubernetesApi(serviceAccount(process.env), calling), calling);
});
