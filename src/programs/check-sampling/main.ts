import { runGate } from '../gate';
import { checkSampling } from './check-sampling';

void runGate('check-sampling', process.env, (session) => checkSampling(process.env, session));
