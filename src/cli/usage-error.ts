/**
 * What was typed can't be done as it stands: one line that says so, and how to mend it.
 *
 * @internal
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  readonly fix: string;

  constructor(message: string, fix: string) {
    super(message);
    this.fix = fix;
  }
}
