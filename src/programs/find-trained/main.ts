import { runAction } from '../action';
import { findTrained } from './find-trained';

void runAction('find-trained', process.env, (session) => findTrained(process.env, session));
