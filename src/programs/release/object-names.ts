/** The ConfigMap that is the release record of an application in an environment. @internal */
export function recordName(application: string, environment: string): string {
  return `release-${application}-${environment}`;
}

/** The ConfigMap that holds its verdicts. @internal */
export function verdictBookName(application: string, environment: string): string {
  return `verdicts-${application}-${environment}`;
}
