/** Tells whether something is called like what judges: a test, a gate, a check. @internal */
export function isGate(name: string): boolean {
  return gate.test(name) && !isPromotion(name);
}

/** Tells whether something is called like what hands a version on to users. @internal */
export function isPromotion(name: string): boolean {
  return promotion.test(name);
}

/** Tells whether something is called like what changes what runs: promotions, and deployments of any environment. @internal */
export function isDelivery(name: string): boolean {
  return isPromotion(name) || delivery.test(name);
}

const gate =
  /(?:^|[-_.])(?:tests?|gates?|checks?|verif(?:y|ication)|validat(?:e|ion)|evaluat(?:e|ion)|eval|smoke|judge|integration|acceptance|health|qa)(?:[-_.]|$)/i;

const production = 'prod|production|canary|live';

const promotion = new RegExp(
  `(?:^|[-_.])(?:promote|promotion|go-?live)(?:[-_.]|$)|(?:^|[-_.])(?:deploy|release|rollout|retag|publish)[-_.](?:\\w+[-_.])*(?:${production})(?:[-_.]|$)`,
  'i',
);

const delivery = /(?:^|[-_.])(?:deploy(?:ment)?|rollout)(?:[-_.]|$)/i;

/** Words of a verdict that open the gate. @internal */
export const passing: ReadonlySet<string> = new Set(
  'pass passed ok success succeeded successful true yes approve approved good healthy promote accept accepted'.split(
    ' ',
  ),
);

/** Words of a verdict that close it. @internal */
export const failing: ReadonlySet<string> = new Set(
  'fail failed failure error bad reject rejected false no unhealthy revert rollback'.split(' '),
);
