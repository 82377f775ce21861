import { runAction } from '../action';
import { trainHttp } from './train-http';

void runAction('train-http', process.env, (session) => trainHttp(process.env, session));
