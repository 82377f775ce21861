/** The workflow of GitHub Actions of a new project. @internal */
export const ciText = `name: manifests

on:
  push:
    branches: [main]
  pull_request:

permissions:
  contents: read

jobs:
  check:
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      - uses: actions/setup-node@v5
        with:
          node-version: 22
          cache: npm
      - run: npm ci
      - run: npm test
      # The committed manifests are those of the definition.
      - run: npm run check
      - run: npm run lint
`;
