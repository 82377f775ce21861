// Bundles src/programs/<name>/main.ts to lib/programs/<name>.mjs.
