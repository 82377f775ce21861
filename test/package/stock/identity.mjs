// Prints, for each entry of the package, the names that `import` lacks or sees as other values than `require` does.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const manifest = require('cdk8s-mlops/package.json');
const differences = {};
// Nothing that needs vitest can be required, for vitest can not.
const entries = Object.keys(manifest.exports).filter((name) => !/\.json$|\/vitest$/.test(name));
for (const entry of entries) {
  const specifier = entry.replace('.', 'cdk8s-mlops');
  const required = require(specifier);
  const imported = await import(specifier);
  differences[specifier] = Object.keys(required).filter((name) => imported[name] !== required[name]);
}
console.log(JSON.stringify(differences));
