import { runAction } from '../action';
import { selectBest } from './select-best';

void runAction('select-best', process.env, (session) => selectBest(process.env, session));
