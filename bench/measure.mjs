/**
 * Microseconds per call of each function, the best of several rounds. The functions take turns, so that what else the
 * machine does hits all of them alike.
 */
export function interleaved(functions, { rounds = 7, calls = 100 } = {}) {
  const best = Object.fromEntries(Object.keys(functions).map((name) => [name, Number.POSITIVE_INFINITY]));
  let bytes = 0;
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of Object.entries(functions)) {
      const start = process.hrtime.bigint();
      // Reading the text makes the engine put its pieces together.
      for (let call = 0; call < calls; call++) bytes += Buffer.byteLength(run(call));
      best[name] = Math.min(best[name], Number(process.hrtime.bigint() - start) / 1000 / calls);
    }
  }
  if (bytes === 0) throw new Error('nothing was measured');
  return best;
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
