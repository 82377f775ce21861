/** Props of a GitOpsApp that only writes: the stock App looks at nothing either. */
export const writing = { lint: { off: 'only the writing is measured' } };
