import { runGate } from '../gate';
import { judgeLoad } from './check-load';
import { readConfiguration } from './configuration';
import { readSummary } from './summary';

void runGate('check-load', process.env, async (session) => {
  const { load, limits, summaryFile } = readConfiguration(process.env);
  return judgeLoad(readSummary(summaryFile, load), load, limits, session);
});
