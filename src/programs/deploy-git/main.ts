import { runAction } from '../action';
import { startDeadline } from '../deadline';
import { readConfiguration } from './configuration';
import { deployGit } from './deploy-git';

void runAction('deploy-git', process.env, async (session) => {
  const configuration = readConfiguration(process.env, session);
  return deployGit(configuration, { session, deadline: startDeadline(configuration.deadlineSeconds) });
});
