// Searches the large bound and says how many states each scenario has; the shortest trace to whatever breaks.
import { large } from '../bounds';
import { search } from './search';
import { told } from './told';

const begun = Date.now();
let states = 0;
let most = 0;
let broken = 0;
for (const scenario of large) {
  const from = Date.now();
  const found = search(scenario);
  states += found.states;
  most = Math.max(most, found.states);
  if (found.states > 100_000) {
    console.log(`${found.states} states in ${((Date.now() - from) / 1000).toFixed(1)} s: ${scenario.name}`);
  }
  for (const violation of found.violations) {
    broken += 1;
    console.log(`\n${scenario.name}\n${told(violation)}\n`);
  }
  if (!found.complete) {
    broken += 1;
    console.log(`${scenario.name}: more than ${found.states} states, not all of them were seen`);
  }
}
const memory = Math.round(process.resourceUsage().maxRSS / 1024);
const seconds = Math.round((Date.now() - begun) / 1000);
console.log(
  `${large.length} scenarios, ${states} states (at most ${most} in one), ${seconds} s, ${memory} MB: ${broken} broken`,
);
process.exitCode = broken === 0 ? 0 : 1;
