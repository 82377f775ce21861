export function alone<T>(lock: string, work: () => T): T;
