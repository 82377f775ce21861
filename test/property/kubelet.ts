/** Environment variables that are set before. */
export interface Environment {
  readonly [name: string]: string;
}

/**
 * What the kubelet makes of a word of a command line or of the value of a variable.
 *
 * Byte by byte as before Kubernetes 1.36 if `bytes` is set: then a sign of several bytes after a dollar is broken.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ `command`, `env.value`
 */
export function expanded(text: string, environment: Environment, bytes = false): string {
  const input = bytes ? Buffer.from(text).toString('latin1') : text;
  let output = '';
  for (let i = 0; i < input.length; i++) {
    const next = input[i + 1];
    if (input[i] !== '$' || next === undefined) {
      output += input[i];
      continue;
    }
    i++;
    if (next === '$') output += '$';
    else if (next !== '(') output += `$${bytes ? Buffer.from(next).toString('latin1') : next}`;
    else {
      const end = input.indexOf(')', i);
      const name = end < 0 ? undefined : input.slice(i + 1, end);
      if (name === undefined) output += '$(';
      else {
        output += environment[name] ?? `$(${name})`;
        i = end;
      }
    }
  }
  return bytes ? Buffer.from(output, 'latin1').toString() : output;
}
