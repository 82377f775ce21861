/** Rows of numbers: the first columns are foretold, the others only looked at. */
export type Table = readonly (readonly number[])[];

export const columns = 17;
export const targets = 11;

/** Forecasts the next row as a weighted mean of those before it. */
export interface Model {
  readonly weights: readonly number[];
}

export function forecast({ weights }: Model, rows: Table): readonly number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return Array.from({ length: targets }, (_, column) =>
    weights.reduce((all, weight, row) => all + (weight * (rows[row]?.[column] ?? Number.NaN)) / sum, 0),
  );
}

/** Mean errors over all windows of a table. */
export function errorsOf(
  model: Model,
  table: Table,
): { readonly mae: number; readonly mse: number; readonly rmse: number } {
  const input = model.weights.length;
  const all = table.slice(input).flatMap((next, start) => {
    const foretold = forecast(model, table.slice(start, start + input));
    return foretold.map((value, column) => value - (next[column] ?? Number.NaN));
  });
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const mse = mean(all.map((error) => error * error));
  return { mae: mean(all.map(Math.abs)), mse, rmse: Math.sqrt(mse) };
}
