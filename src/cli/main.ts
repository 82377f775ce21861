#!/usr/bin/env node
import { run } from './run';
import { processTerminal } from './terminal';

// The exit code is set and not forced: what was written reaches its reader first.
void run(process.argv.slice(2), processTerminal()).then((code) => {
  process.exitCode = Math.max(code, Number(process.exitCode ?? 0));
});
