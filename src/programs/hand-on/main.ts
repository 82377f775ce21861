import { excerpt } from '../excerpt';
import { handOn } from './hand-on';

try {
  for (const problem of handOn(process.env, process.argv.slice(2))) {
    process.exitCode = 1;
    process.stdout.write(`hand-on: ${problem}\n`);
  }
} catch (problem) {
  process.exitCode = 1;
  process.stdout.write(`hand-on: ${excerpt(problem instanceof Error ? problem.message : String(problem))}\n`);
}
