const ROUNDS = 40;
const MILLISECONDS = 60;

/**
 * Microseconds per call of each function when it runs steadily: the best of many short rounds, in which the functions
 * take turns, so that what else the machine does hits all of them alike.
 */
export function interleaved(functions) {
  const best = Object.fromEntries(Object.keys(functions).map((name) => [name, Number.POSITIVE_INFINITY]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, run] of Object.entries(functions)) best[name] = Math.min(best[name], perCall(run, round));
  }
  return best;
}

function perCall(run, first) {
  let bytes = 0;
  let calls = 0;
  const start = performance.now();
  let took = 0;
  while (took < MILLISECONDS) {
    // Reading the text makes the engine put its pieces together.
    bytes += Buffer.byteLength(run(first + calls++));
    took = performance.now() - start;
  }
  if (bytes === 0) throw new Error('nothing was measured');
  return (took * 1000) / calls;
}

/** Milliseconds that a function takes, and megabytes of memory at its peak beyond what was there before. */
export function once(run) {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const start = performance.now();
  run();
  const ms = performance.now() - start;
  const peak = process.resourceUsage().maxRSS * 1024;
  return { ms, megabytes: Math.max(0, peak - before) / 1e6 };
}
