import { runAction } from '../action';
import { startDeadline } from '../deadline';
import { mlflowApi } from '../mlflow/api';
import { readConfiguration } from './configuration';
import { mirror } from './mirror';

void runAction('mirror-registry', process.env, async (session) => {
  const { server, model, mirrored, ...configuration } = readConfiguration(process.env, session);
  const deadline = startDeadline(configuration.deadline);
  Object.assign(session.evidence, { server: server.url.href, model, ...mirrored });
  return mirror({ api: mlflowApi(server, { deadline, session }), model, deadline, session }, async () => mirrored);
});
