import { runAction } from '../action';
import { readConfiguration } from './configuration';
import { registerModel } from './register-model';

void runAction('register-model', process.env, async (session) =>
  registerModel(readConfiguration(process.env, session), session),
);
