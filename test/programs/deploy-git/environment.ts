export const digest = `sha256:${'4'.repeat(64)}`;

/** What deploy-git needs at least. */
export const complete = {
  REPOSITORY: 'https://git.example/acme/app.git',
  BRANCH: 'main',
  FILE: 'environments/staging/fraud.yaml',
  FORMAT: '{"kustomize":"ghcr.io/acme/fraud"}',
  DEPLOYED: `ghcr.io/acme/fraud@${digest}`,
  TOKEN: '7',
  DEADLINE_SECONDS: '5',
} as const;
