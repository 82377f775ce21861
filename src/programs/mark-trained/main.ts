import { runAction } from '../action';
import { markTrained } from './mark-trained';

void runAction('mark-trained', process.env, (session) => markTrained(process.env, session));
