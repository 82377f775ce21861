import { PipelineError } from './error';

/** Something that a definition may say and an engine can't do: what it is, and what comes nearest. @internal */
export interface Gap {
  readonly feature: string;
  readonly instead: string;
}

/**
 * What Argo can do and Tekton can not; `docs/portability.md` is made from this table.
 *
 * @internal
 */
export const tektonGaps = {
  approval: {
    feature: 'waiting for a person (`approval`)',
    instead:
      "the Manual Approval Gate, `tekton('1.15', { approvals: { approvers: ['alice'] } })`; or two pipelines, the second started by whoever approves; or a pull request (`Deploy.git`)",
  },
  approvalAnswers: {
    feature: 'doing something when a person refuses or does not answer (arms `refuse` and `expired`)',
    instead: '`hold()` in these arms: the run ends red there; and a `finally` that tells somebody',
  },
  attempt: {
    feature: 'a step whose failure the run survives (`attempt`)',
    instead: 'a step that has to succeed; or a task that never fails and hands on what became of it',
  },
  artifact: {
    feature: 'an artifact handed from step to step (`artifact`)',
    instead: 'a `Volume.shared`, or an object store and the URI as a text output',
  },
  queue: {
    feature: 'runs that wait for each other (`queue`)',
    instead:
      'a schedule: it starts no run while one of the pipeline is going on; the `queue` of a construct is left to the lock of the release record',
  },
  retryPolicy: {
    feature: 'trying again only after an `error` or only after a `failure` (`retry.on`)',
    instead: "`retry: { limit, on: 'always' }` on a task that may run twice",
  },
  backoff: {
    feature: 'waiting between attempts (`retry.backoff`)',
    instead: '`retry` without `backoff`, and the wait inside the program',
  },
  finallyOrder: {
    feature: 'steps of a `finally` that come after one another, or that need something worked out before',
    instead: 'one task that does it all in order',
  },
  innerFinally: {
    feature: 'the `finally` of a pipeline that is a step of another',
    instead: 'a `finally` of the outermost pipeline',
  },
  loopBlock: {
    feature: 'a `forEach` whose block is more than one task and what it hands on',
    instead: 'one task for each item that does it all, or one `forEach` after the other',
  },
  loopParallelism: {
    feature: 'a limit of how many items of a `forEach` run at a time (`parallelism`)',
    instead: 'no limit, or one task that goes through the list',
  },
  loopSize: { feature: 'a `forEach` over more than 256 items', instead: 'one task that goes through the list' },
  sharedVolumes: {
    feature: 'two `Volume.shared` in one task',
    instead: 'one volume with two folders, or `Volume.claim` for one of them',
  },
  eventSource: {
    feature:
      'events of Kafka, of a bucket, of a calendar and of other sources (`EventFrom.kafka`, `minio`, `calendar`, `ArgoEvent`)',
    instead: 'a POST of whoever reads them to `EventFrom.webhook`; `CronRetrain` for a time',
  },
  eventRelay: {
    feature: 'events that are written to Kafka (`EventRelay`)',
    instead: 'a POST by `PublishEvent` to what writes them',
  },
  eventHook: {
    feature: 'a webhook at GitHub that the engine makes (`hook`)',
    instead: 'the webhook made by hand',
  },
  eventTime: {
    feature: 'events that count at some times of a day only (`during`)',
    instead: 'the unit asks the time itself; or `CronRetrain`',
  },
  eventJoin: {
    feature: 'several events that start something together (`EventJoin.all`, `when`)',
    instead: '`EventJoin.any`, and a unit that looks whether all is there',
  },
  eventDelivery: {
    feature: 'events that wait, are tried again or are reported (`rateLimit`, `retry`, `deadLetter`)',
    instead: 'the sender: GitHub and `PublishEvent` see that a call was refused, and can send it again',
  },
  resultSize: {
    feature: 'outputs of one task that are larger than Tekton hands on (4 KB, all steps of a pod 12 KB)',
    instead: 'fewer outputs, or a file on a volume and its path as an output',
  },
} as const satisfies { readonly [name: string]: Gap };

/**
 * An engine can't do what a definition says: which construct, what, and what comes nearest.
 *
 * @public
 */
export class NotPortableError extends PipelineError {
  override readonly name = 'NotPortableError';
  /** The engine that can't. */
  readonly engine: string;
  /** What it can't. */
  readonly feature: string;

  /** @internal */
  constructor(engine: string, gap: Gap, what: string, at: string) {
    super({
      code: 'MLP2101',
      message: `${what} needs ${gap.feature.replaceAll('`', "'")}, which ${engine} does not have`,
      fix: gap.instead.replaceAll('`', "'"),
      at,
    });
    this.engine = engine;
    this.feature = gap.feature;
  }
}
