import { runGate } from '../gate';
import { checkMetrics } from './check-metrics';

void runGate('check-metrics', process.env, async (session) => checkMetrics(process.env, session));
