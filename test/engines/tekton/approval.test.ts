import { App, Chart, Duration } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { toProduction } from '../../../examples/gourmetgram/promotions';
import { tekton } from '../../../src/engines/tekton/index';
import { hold, NotPortableError, PromoteOrRevert, pipeline, type Scope } from '../../../src/index';
import { errors, fails, type Scenario, simulate, succeeds } from '../../../src/testing/index';
import { notify, train } from '../argo/units';
import { emitted, type Manifest } from './emitted';

const engine = tekton('1.15', { approvals: { approvers: ['alice', 'group:release-managers'], required: 2 } });
const asking = (refused: (p: Scope) => unknown | ReturnType<typeof hold> = hold('refused') as never) =>
  pipeline('release', {}, (p) => {
    p.step(train);
    const asked = p.approval({ message: 'promote it to production?', expires: Duration.hours(20) });
    p.match(asked.outputs.decision, {
      approve: (p) => p.step(notify, { message: 'approved' }),
      refuse: refused as never,
      expired: hold('expired'),
    });
  });

describe('an approval on Tekton', () => {
  const { task, manifests, run } = emitted(asking(), engine);

  it('is a task of the Manual Approval Gate with its own time, and what is below it comes after it', () => {
    expect(task('approve')).toEqual({
      name: 'approve',
      taskRef: { apiVersion: 'openshift-pipelines.org/v1alpha1', kind: 'ApprovalTask' },
      runAfter: ['train'],
      params: [
        { name: 'approvers', value: ['alice', 'group:release-managers'] },
        { name: 'numberOfApprovalsRequired', value: '2' },
        { name: 'description', value: 'promote it to production?' },
        { name: 'timeout', value: '20h0m0s' },
      ],
      timeout: '20h0m0s',
    });
    expect(task('notify').runAfter).toEqual(['approve']);
  });

  it('has its time in that of the run', () => {
    const { tasks, pipeline: whole } = (run.spec as { timeouts: { tasks?: string; pipeline: string } }).timeouts;
    expect(Number(/^(\d+)h/.exec(tasks ?? whole)?.[1])).toBeGreaterThanOrEqual(21);
  });

  const ended = (objects: readonly object[], approve: unknown, submit: string) => {
    const { phase, workflows } = simulate(objects as never, { approve } as Scenario, { submit });
    const nodes = workflows[0]?.nodes ?? [];
    return { phase, ran: nodes.filter(({ type }) => type === 'TaskRun').map(({ displayName }) => displayName) };
  };

  it('lets the run go on by consent', () => {
    const { phase, ran } = ended(manifests, succeeds(), 'release');
    expect(ran).toContain('notify');
    expect(phase).toBe('Succeeded');
  });

  it.each([
    ['who refuses', fails(1)],
    ['a gate that breaks', errors()],
    ['nobody answering', { kind: 'waits' } as never],
  ])('ends the run red by %s, with nothing after it', (_, outcome) => {
    const { phase, ran } = ended(manifests, outcome, 'release');
    expect(ran).not.toContain('notify');
    expect(phase).toBe('Failed');
  });

  it('can not do more than end the run where somebody refuses', () => {
    expect(() =>
      emitted(
        asking((p) => p.step(notify, { message: 'refused' })),
        engine,
      ),
    ).toThrow(NotPortableError);
    expect(() =>
      emitted(
        asking((p) => p.step(notify, { message: 'refused' })),
        engine,
      ),
    ).toThrow(/arms 'refuse'/);
  });

  it('is refused without anybody to ask', () => {
    expect(() => emitted(asking())).toThrow(/approvals: \{ approvers: \['alice'\] \}/);
  });

  it.each<readonly [string, unknown]>([
    ['nobody', { approvers: [] }],
    ['one name twice', { approvers: ['alice', 'alice'] }],
    ['more than there are', { approvers: ['alice'], required: 2 }],
    ['none of them', { approvers: ['alice'], required: 0 }],
    ['a name that Tekton would replace', { approvers: ['$(params.who)'] }],
    ['no list', { approvers: 'alice' }],
  ])('can not ask %s', (_, approvals) => {
    expect(() => tekton('1.15', { approvals: approvals as never })).toThrow(/MLP2104/);
  });

  it('asks before a canary of gourmetgram goes to production, and promotes by consent only', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'gourmetgram-delivery' });
    new PromoteOrRevert(chart, 'promote-to-production', { engine, promotion: toProduction });
    const objects = chart.toJson() as readonly Manifest[];
    const decided = { 'read-decision': succeeds({ decision: 'promote' }) };
    const played = (approve: unknown) => {
      const scenario = { ...decided, approve, 'promote-candidate': succeeds({ outcome: 'promoted' }) } as Scenario;
      const { phase, workflows } = simulate(objects as never, scenario, {
        submit: 'promote-to-production',
        arguments: { 'model-version': '7' },
      });
      const nodes = workflows[0]?.nodes ?? [];
      return {
        phase,
        promoted: nodes.some((node) => node.displayName === 'promote-candidate' && node.type === 'TaskRun'),
      };
    };
    expect(played(succeeds())).toEqual({ phase: 'Succeeded', promoted: true });
    expect(played(fails(1))).toEqual({ phase: 'Failed', promoted: false });
    expect(played({ kind: 'waits' })).toEqual({ phase: 'Failed', promoted: false });
  });
});
