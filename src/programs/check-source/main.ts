import { runAction } from '../action';
import { startDeadline } from '../deadline';
import { checkSource } from './check-source';
import { readConfiguration } from './configuration';

void runAction('check-source', process.env, async (session) => {
  const configuration = readConfiguration(process.env);
  return checkSource(configuration, { deadline: startDeadline(configuration.deadline), session });
});
