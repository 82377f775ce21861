import { runAction } from '../action';
import { startDeadline } from '../deadline';
import { readEnvironment } from '../environment';
import { s3Api } from '../s3/api';
import { readObjectStore } from '../s3/object-store';
import { contract, contradictions } from './contract';
import { deployPointer } from './deploy-pointer';

void runAction('deploy-pointer', process.env, async (session) => {
  const values = readEnvironment(process.env, contract, contradictions);
  const calling = { deadline: startDeadline(values.deadline), session };
  return deployPointer(values, s3Api(readObjectStore(values, session), calling), calling);
});
