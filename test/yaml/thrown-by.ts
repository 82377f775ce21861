/** The error that a function throws; a function that throws none fails the test. */
export function thrownBy(run: () => unknown): unknown {
  let result: unknown;
  try {
    result = run();
  } catch (error) {
    return error;
  }
  throw new Error(`nothing was thrown; the result was ${String(result)}`);
}
