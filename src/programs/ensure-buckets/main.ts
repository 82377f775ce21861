import { runAction } from '../action';
import { startDeadline } from '../deadline';
import { readEnvironment } from '../environment';
import { s3Api } from '../s3/api';
import { readObjectStore } from '../s3/object-store';
import { contract } from './contract';
import { ensureBuckets } from './ensure-buckets';

void runAction('ensure-buckets', process.env, async (session) => {
  const { store, buckets, deadline } = readEnvironment(process.env, contract);
  const calling = { deadline: startDeadline(deadline), session };
  return ensureBuckets(buckets, s3Api(readObjectStore(store, session), calling), calling);
});
