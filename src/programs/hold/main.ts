import { holdLine } from './hold';

// Always red: what holds has not promoted anything.
process.exitCode = 1;
process.stdout.write(`${holdLine(process.env)}\n`);
