import { startDeadline } from '../deadline';
import { runGate } from '../gate';
import { podApi } from '../kubernetes/pod-api';
import { readConfiguration } from './configuration';
import { proveRolloutAgain } from './prove-rollout-again';
import { waitRollout } from './wait-rollout';

void runGate('wait-rollout', process.env, async (session) => {
  const configuration = readConfiguration(process.env);
  const calling = { deadline: startDeadline(configuration.deadlineSeconds), session };
  const api = podApi(process.env, calling);
  return configuration.step === 'wait'
    ? waitRollout(configuration, api, calling)
    : proveRolloutAgain(configuration, api, calling);
});
