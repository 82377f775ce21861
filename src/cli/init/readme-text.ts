/** `README.md` of a new project. @internal */
export const readmeText = (name: string): string => `# ${name}

A model-delivery pipeline, written in TypeScript and committed as the YAML that Argo CD or Flux applies.

\`\`\`sh
npm install        # commit package-lock.json, too
npm run synth      # writes manifests/: look at it, and commit it
npm test           # compiles, and plays runs without a cluster
npm run check      # fails if manifests/ is not what the definition writes
npm run lint       # says what is wrong in manifests/
\`\`\`

| file | |
|---|---|
| \`release.ts\` | the definition: what is trained, tested and published, and when. Begin here: your image, your commands |
| \`release.test.ts\` | what must hold of it, played on a fake clock |
| \`main.ts\` | the app: which charts there are, in which namespaces |
| \`manifests/\` | what it writes. \`REQUIRES.md\` says what the cluster must have, \`RUNBOOK.md\` how a person steps in |
| \`.github/workflows/manifests.yaml\` | the same commands in CI, with the drift check |
`;
