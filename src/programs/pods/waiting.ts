import type { PodTrouble } from './pod-trouble';

type Waiting = Pick<PodTrouble, 'verdict' | 'counts' | 'what'>;

/** What the candidate brings along can't be had or started; the kubelet keeps trying, since it may come yet. */
const unusable: Readonly<Record<string, string>> = {
  ErrImagePull: "its image can't be pulled",
  ImagePullBackOff: "its image can't be pulled",
  ErrImageNeverPull: 'its image is not on the node, and may not be pulled',
  ImageInspectError: "its image can't be read",
  SignatureValidationFailed: 'the signature of its image is not valid',
  CreateContainerConfigError: "it can't be configured",
  CreateContainerError: "it can't be created",
  CreatePodSandboxError: "its pod can't be created",
};

/** What can't get better by waiting. */
const hopeless: Readonly<Record<string, string>> = {
  InvalidImageName: 'its image has no valid name',
  CrashLoopBackOff: 'it crashes again and again',
  RunContainerError: "it can't be started",
  StartError: "it can't be started",
  PostStartHookError: 'its postStart hook failed',
  PreStartHookError: 'its preStart hook failed',
};

const starting = ['', 'ContainerCreating', 'PodInitializing'];

/** Reads a `waiting` state. @internal */
export function waitingTrouble(reason: string, message: string): Waiting {
  const said = message === '' ? '' : `: ${message.slice(0, 240)}`;
  const never = hopeless[reason];
  if (never !== undefined) return { verdict: 'fail', counts: 'now', what: `${never} (${reason})${said}` };
  const unable = unusable[reason];
  if (unable !== undefined) return { verdict: 'fail', counts: 'when-it-stays', what: `${unable} (${reason})${said}` };
  const what = starting.includes(reason)
    ? `it is still being created${said}`
    : `it waits for a reason that is not known here (${reason})${said}`;
  return { verdict: 'error', counts: 'at-the-deadline', what };
}
