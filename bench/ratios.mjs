/** The ratios that count, each with its goal: `atLeast` or `atMost`. */
export function ratios({
  writer,
  ours1000,
  plain1000,
  lazy1000,
  stock1000,
  ours10000,
  charts1000,
  charts3000,
  tenSteps,
  linted1000,
  lintCorpus,
  lintDocuments,
  lintOne,
}) {
  return [
    {
      name: 'synth of 1,000 large WorkflowTemplates: stock App / GitOpsApp',
      value: stock1000.ms / ours1000.ms,
      atLeast: 10,
    },
    {
      name: "the same with cdk8s's ApiObjects: stock App / GitOpsApp",
      value: stock1000.ms / plain1000.ms,
      atLeast: 10,
    },
    {
      name: 'the same with a lazy value in each: stock App / GitOpsApp',
      value: stock1000.ms / lazy1000.ms,
      atLeast: 5,
    },
    { name: 'writer / JSON.stringify', value: writer.ours / writer.json, atMost: 4 },
    { name: 'ten steps, typed definition to YAML / plain cdk8s, by hand', value: tenSteps.typed / tenSteps.cdk8s },
    {
      name: 'ten steps, typed definition to YAML / plain cdk8s, same objects',
      value: tenSteps.typed / tenSteps.cdk8sEmitted,
      atMost: 0.25,
    },
    { name: 'time per object, 10,000 / 1,000', value: ours10000.ms / 10 / ours1000.ms, atMost: 1.3 },
    { name: 'peak memory beyond the objects at 10,000, MB', value: ours10000.megabytes, atMost: 300 },
    { name: 'time per chart, 3,000 / 1,000', value: charts3000.ms / 3 / charts1000.ms, atMost: 2 },
    {
      name: 'synth of 1,000 large WorkflowTemplates: with the lint / only writing',
      value: linted1000.ms / ours1000.ms,
    },
    ...(lintCorpus.judge === undefined
      ? []
      : [
          {
            name: "lint of Argo's examples, whole process / the engine's own validators",
            value: lintCorpus.ours / lintCorpus.judge,
            atMost: 1,
          },
        ]),
    { name: 'lint of 10,000 documents, s', value: lintDocuments.ms / 1000, atMost: 20 },
    { name: 'lint of 10,000 documents, peak memory of the process, MB', value: lintDocuments.megabytes, atMost: 1000 },
    { name: 'lint of one small file, whole process, ms', value: lintOne.lint, atMost: 150 },
    {
      name: 'lint of one small file, whole process / Node.js that does nothing',
      value: lintOne.lint / lintOne.nothing,
    },
    {
      name: 'import of the package, whole process / Node.js that does nothing',
      value: lintOne.imported / lintOne.nothing,
    },
  ].map((row) => ({ ...row, value: Number(row.value.toPrecision(3)) }));
}
