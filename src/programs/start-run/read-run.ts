import { readFileSync } from 'node:fs';
import { InputError } from '../input-error';
import { isRecord, type JsonRecord, valueAt } from '../json-value';

/** The run to create. @throws InputError for a file that has none @internal */
export function readRun(path: string): JsonRecord {
  const run = parsed(path);
  const pipeline = valueAt(run, 'spec', 'pipelineRef', 'name');
  if (isRecord(run) && run.kind === 'PipelineRun' && typeof pipeline === 'string') return run;
  throw new InputError(`${path} has no PipelineRun that names its Pipeline`);
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (problem) {
    throw new InputError(`${path} can't be read as JSON: ${problem instanceof Error ? problem.message : ''}`);
  }
}
