import { runAction } from '../action';
import { readConfiguration } from './configuration';
import { copyImage } from './copy-image';

void runAction('copy-image', process.env, async (session) =>
  copyImage(readConfiguration(process.env, session), session),
);
