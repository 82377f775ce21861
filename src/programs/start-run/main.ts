import { readFileSync } from 'node:fs';
import { runAction } from '../action';
import { startDeadline } from '../deadline';
import { readEnvironment } from '../environment';
import { recordAt } from '../json-value';
import { kubernetesApi } from '../kubernetes/api';
import { serviceAccount } from '../kubernetes/service-account';
import { contract } from './contract';
import { startRun } from './start-run';

void runAction('start-run', process.env, async (session) => {
  const { runFile, runName, deadline } = readEnvironment(process.env, contract);
  const run = recordAt(JSON.parse(readFileSync(runFile, 'utf8')));
  const api = kubernetesApi(serviceAccount(process.env), { deadline: startDeadline(deadline), session });
  return startRun(api, run, runName, session);
});
