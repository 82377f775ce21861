/** Where Argo's user interface reads what a template or a Workflow is for. @internal */
export const descriptionAnnotation = 'workflows.argoproj.io/description';
