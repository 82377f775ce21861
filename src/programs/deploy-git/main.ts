import { runAction } from '../action';
import { readConfiguration } from './configuration';
import { deployGit } from './deploy-git';

void runAction('deploy-git', process.env, async (session) =>
  deployGit(readConfiguration(process.env, session), session),
);
