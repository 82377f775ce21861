/** When runs begin that are explored. @internal */
export const start = Date.UTC(2026, 0, 1);

/** How long they are played, in milliseconds: what goes on then goes on for ever. @internal */
export const longest = 30 * 86_400_000;
