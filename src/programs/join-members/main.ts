import { runAction } from '../action';
import { joinMembers } from './join-members';

void runAction('join-members', process.env, (session) => joinMembers(process.env, session));
