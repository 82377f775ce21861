import { runAction } from '../action';
import { startDeadline } from '../deadline';
import { podApi } from '../kubernetes/pod-api';
import { readConfiguration } from './configuration';
import { runNotebook } from './run-notebook';

/** For removing a job that did not end in time. */
const graceSeconds = 30;

void runAction('run-notebook', process.env, async (session) => {
  const configuration = readConfiguration(process.env);
  const api = podApi(process.env, { deadline: startDeadline(configuration.deadline + graceSeconds), session });
  return runNotebook(api, configuration, { deadline: startDeadline(configuration.deadline), session });
});
