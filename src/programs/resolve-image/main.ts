import { runAction } from '../action';
import { readConfiguration } from './configuration';
import { resolveImage } from './resolve-image';

void runAction('resolve-image', process.env, async (session) =>
  resolveImage(readConfiguration(process.env, session), session),
);
