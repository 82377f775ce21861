/** What a metric of a run may be called, so that rules can name it. @internal */
export const metricName = /^[A-Za-z0-9_][A-Za-z0-9_./ -]{0,249}$/;
