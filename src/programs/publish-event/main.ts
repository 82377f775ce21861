import { runAction } from '../action';
import { publishEvent } from './publish-event';

void runAction('publish-event', process.env, (session) => publishEvent(process.env, session));
