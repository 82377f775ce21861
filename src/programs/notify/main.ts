import { runAction } from '../action';
import { notify } from './notify';

void runAction('notify', process.env, (session) => notify(process.env, session));
