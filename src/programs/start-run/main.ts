import { runAction } from '../action';
import { startDeadline } from '../deadline';
import { readEnvironment } from '../environment';
import { kubernetesApi } from '../kubernetes/api';
import { serviceAccount } from '../kubernetes/service-account';
import { contract } from './contract';
import { readRun } from './read-run';
import { startRun } from './start-run';

void runAction('start-run', process.env, async (session) => {
  const { runFile, runName, deadline } = readEnvironment(process.env, contract);
  const run = readRun(runFile);
  const api = kubernetesApi(serviceAccount(process.env), { deadline: startDeadline(deadline), session });
  return startRun(api, run, runName, session);
});
