import { yaml } from '../example';
import type { Rule } from '../rule';
import { kubectlOf } from './kubectl';
import { commandsOf, excerpt, programsIn } from './programs';

/** @internal */
export const jobFromNoCron: Rule = {
  code: 'MLL3052',
  title: 'a Job that is made of something else than a CronJob',
  severity: 'error',
  why: 'kubectl create job takes --from=cronjob/NAME and nothing else, and it has no --overrides: the command fails.',
  fix: 'create the object itself from a manifest: kubectl create -f',

  bad: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: validate
    spec:
      steps:
        - name: start
          image: kubectl:1.36.1
          script: |
            #!/bin/sh
            oc create job --from=notebookvalidationjob/anomaly validate-now
  `,
  good: yaml`
    apiVersion: tekton.dev/v1
    kind: Task
    metadata:
      name: validate
    spec:
      steps:
        - name: start
          image: kubectl:1.36.1
          script: |
            #!/bin/sh
            oc create job --from=cronjob/anomaly validate-now
  `,
  *check(project) {
    for (const program of programsIn(project)) {
      const { document, path } = program;
      for (const command of commandsOf(program)) {
        const read = kubectlOf(command);
        if (read?.verb !== 'create' || read.operands[0] !== 'job') continue;
        const from = read.options.get('--from');
        const isOther = from !== undefined && /^[a-z]/i.test(from) && !/^(?:cj|cronjobs?)(?:\.|\/)/i.test(from);
        if (!isOther && !read.options.has('--overrides')) continue;
        const why = isOther
          ? `makes a Job of '${from}', which is no CronJob`
          : 'has an option that there is not: --overrides';
        yield { document, path, message: `${excerpt(`${command.name} ${command.words.join(' ')}`)} ${why}` };
      }
    }
  },
};
