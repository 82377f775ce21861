import { startApiServer } from './servers/api-server';
import { startMlflow } from './servers/mlflow';

/** The servers that take seconds to start and much memory, which all test files share. */
export const starters = {
  'api-server': startApiServer,
  'mlflow-2': () => startMlflow({ version: 2 }),
  'mlflow-2-auth': () => startMlflow({ version: 2, auth: true }),
  'mlflow-3': () => startMlflow({ version: 3 }),
  'mlflow-3-auth': () => startMlflow({ version: 3, auth: true }),
};

export type SharedName = keyof typeof starters;
