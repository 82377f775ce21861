import { runAction } from '../action';
import { startDeadline } from '../deadline';
import { readEnvironment } from '../environment';
import { kubernetesApi } from '../kubernetes/api';
import { serviceAccount } from '../kubernetes/service-account';
import { collectFiles } from './collect-files';
import { contract } from './contract';

void runAction('collect-files', process.env, async (session) => {
  const { minAgeHours, deadline } = readEnvironment(process.env, contract);
  const api = kubernetesApi(serviceAccount(process.env), { deadline: startDeadline(deadline), session });
  return collectFiles(api, minAgeHours * 3_600_000, session);
});
