import { runGate } from '../gate';
import { registerEach } from './register-each';

void runGate('register-each', process.env, (session) => registerEach(process.env, session));
