import { runAction } from '../action';
import { appendLayer } from './append-layer';
import { readConfiguration } from './configuration';

void runAction('append-layer', process.env, async (session) =>
  appendLayer(readConfiguration(process.env, session), session),
);
