import { excerpt } from '../excerpt';
import { InputError } from '../input-error';
import { takeInputs } from './take-inputs';

try {
  for (const problem of takeInputs(process.env, process.argv.slice(2))) {
    process.exitCode = 1;
    process.stdout.write(`take-inputs: ${problem}\n`);
  }
} catch (problem) {
  process.exitCode = 1;
  const known = problem instanceof InputError || problem instanceof Error;
  process.stdout.write(`take-inputs: ${excerpt(known ? problem.message : String(problem))}\n`);
}
