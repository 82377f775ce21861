import { startDeadline } from '../deadline';
import { readEnvironment } from '../environment';
import { runGate } from '../gate';
import { podApi } from '../kubernetes/pod-api';
import { checkPods } from './check-pods';
import { contract, contradictions } from './contract';

void runGate('check-pods', process.env, async (session) => {
  const values = readEnvironment(process.env, contract, contradictions);
  const calling = { deadline: startDeadline(values.deadline), session };
  return checkPods(values, podApi(process.env, calling), calling);
});
