import { runAction } from '../action';
import { buildImage } from './build-image';
import { readConfiguration } from './configuration';

void runAction('build-image', process.env, async (session) =>
  buildImage(readConfiguration(process.env, session), process.env, session),
);
