const fieldName = /^[a-zA-Z0-9][-a-zA-Z0-9]*$/;
const valueName = /^[-a-zA-Z0-9_]+$/;
const longest = 128;

/** Why Argo does not take a name of a template, step or task. @internal */
export function fieldNameProblem(name: string): string | undefined {
  if (name.length > longest) return `is ${name.length} characters long, and may have ${longest}`;
  return fieldName.test(name) ? undefined : 'has other characters than letters, digits and -, or begins with -';
}

/** Why Argo does not take a name of a parameter or artifact. @internal */
export function valueNameProblem(name: string): string | undefined {
  return valueName.test(name) ? undefined : 'has other characters than letters, digits, _ and -';
}

/** Tells what Argo takes for a name that is made of a value when it runs. @internal */
export function isMadeOfValue(name: string): boolean {
  return /\{\{[-a-zA-Z0-9]+(?:\.[-a-zA-Z0-9_]+)*\}\}/.test(name);
}
