import { type Chart, Duration } from 'cdk8s';
import {
  CronPipelineRun,
  Pipeline,
  TektonCustomRun,
  TektonEventListener,
  TektonPipeline,
  TektonPipelineRun,
  TektonStepAction,
  TektonTask,
  TektonTaskRun,
  TektonTriggerBinding,
  TektonTriggerTemplate,
  tekton,
} from '../../../src/engines/tekton/index';
import { boolean, hold, oneOf, pipeline, text } from '../../../src/index';
import { behaviours } from '../../compliance/behaviours';
import { tekton as good } from '../../conformance/good/tekton';
import { train } from '../argo/units';

/** Something a user may define; filled into a chart of its own. */
export type Definition = (chart: Chart) => void;

const engine = tekton('1.15');
const portable = behaviours.filter(({ tekton }) => tekton === undefined);

const resources = {
  Task: TektonTask,
  Pipeline: TektonPipeline,
  PipelineRun: TektonPipelineRun,
  TaskRun: TektonTaskRun,
  StepAction: TektonStepAction,
  TriggerBinding: TektonTriggerBinding,
  TriggerTemplate: TektonTriggerTemplate,
  EventListener: TektonEventListener,
} as const;

/** What is emitted on Tekton: each behaviour, schedules, and objects in Tekton's own words. */
export const definitions: { readonly [what: string]: Definition } = {
  ...Object.fromEntries(
    portable.map(({ what, pipeline }): [string, Definition] => [
      what,
      (chart) => void new Pipeline(chart, 'it', { pipeline, engine }),
    ]),
  ),
  'a pipeline on OpenShift': (chart) =>
    void new Pipeline(chart, 'it', {
      pipeline: pipeline('it', {}, (p) => void p.step(train)),
      engine: tekton('1.15', { platform: 'openshift' }),
    }),
  'an approval': (chart) => {
    const asking = pipeline('it', {}, (p) => {
      const asked = p.approval({ message: 'promote it?', expires: Duration.hours(20) });
      p.match(asked.outputs.decision, { approve: (p) => p.step(train), refuse: hold(), expired: hold() });
    });
    const approvals = { approvers: ['alice', 'group:release-managers'] } as const;
    new Pipeline(chart, 'it', { pipeline: asking, engine: tekton('1.15', { approvals }) });
  },
  'a nightly run with inputs': (chart) => {
    const inputs = { who: text(), size: oneOf(['s', 'l'], { default: 's' }), force: boolean({ default: false }) };
    const unit = new Pipeline(chart, 'it', { pipeline: pipeline('it', inputs, (p) => void p.step(train)), engine });
    const schedule = { cron: '0 2 * * *', timezone: 'Etc/UTC' };
    new CronPipelineRun(chart, 'nightly', { engine, pipeline: unit, schedule, inputs: { who: 'cron' } });
  },
  'every kind in its own words': (chart) => {
    const { namespace = '' } = chart;
    for (const { kind, metadata, spec } of good(namespace) as {
      kind: string;
      metadata: { name: string };
      spec: never;
    }[]) {
      const Resource = resources[kind as keyof typeof resources];
      if (Resource !== undefined) new Resource(chart, metadata.name, { metadata, spec });
    }
    new TektonCustomRun(chart, 'approve', {
      metadata: { name: 'approve' },
      spec: { customRef: { apiVersion: 'openshift-pipelines.org/v1alpha1', kind: 'ApprovalTask' } },
    });
  },
};
