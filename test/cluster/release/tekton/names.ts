/** What the decision's steps are called on Argo, where a group of their own holds them. */
const decided = ['promote', 'revert', 'hold'];

/** A step's name in the pipeline, from that on Argo. */
export function nameOnTekton(step: string): string {
  return decided.includes(step) ? `${step}-candidate` : step;
}

/** The other way round; a red end of a verdict is called after the verdict. */
export function nameOnArgo(task: string): string {
  const verdict = /^on-.*-verdict-(\w+)$/.exec(task)?.[1];
  return verdict ?? task.replace(/-candidate$/, '');
}
