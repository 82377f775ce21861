/** Runs the program just built with arguments, in the folder it was built into. */
export type Finish = (run: (args: readonly string[]) => void, folder: string) => void;

export function whyNot(): string | undefined;
export function isBuilt(name: string): boolean;
export function built(name: string, finish?: Finish): string;
export function sourcesOf(name: string): string[];
