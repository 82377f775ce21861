import { runGate } from '../gate';
import { checkHttp } from './check-http';
import { readConfiguration } from './configuration';

void runGate('check-http', process.env, async (session) => checkHttp(readConfiguration(process.env, session), session));
