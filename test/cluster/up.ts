// npm run test:cluster -- up: starts the servers and keeps them until it is ended.
import { startStack } from './stack/stack';

const { CLUSTER_BINARIES = '', CLUSTER_TEKTON = '', CLUSTER_SCRATCH = '' } = process.env;

startStack(JSON.parse(CLUSTER_BINARIES), CLUSTER_SCRATCH, JSON.parse(CLUSTER_TEKTON)).then(
  ({ access, controllerLog }) => {
    console.log(`cluster: up at https://127.0.0.1:${access.port}, token ${access.token}, log ${controllerLog}`);
    console.log(`cluster: to get in: nsenter --target <pid of ${process.argv[1]}> --net --mount`);
    setInterval(() => {}, 60_000);
  },
  (problem: unknown) => {
    console.error(problem);
    process.exitCode = 1;
  },
);
