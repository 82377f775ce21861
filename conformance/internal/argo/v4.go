package argo

import (
	"context"
	"io"

	wfv1 "github.com/argoproj/argo-workflows/v4/pkg/apis/workflow/v1alpha1"
	"github.com/argoproj/argo-workflows/v4/util/logging"
	"github.com/argoproj/argo-workflows/v4/workflow/validate"

	"cdk8s-mlops/conformance/internal/manifest"
	"cdk8s-mlops/conformance/internal/verdict"
)

type templatesV4 map[string]*wfv1.WorkflowTemplate

func (t templatesV4) Get(_ context.Context, name string) (*wfv1.WorkflowTemplate, error) {
	return lookup(t, "WorkflowTemplate", name)
}

type clusterTemplatesV4 map[string]*wfv1.ClusterWorkflowTemplate

func (t clusterTemplatesV4) Get(_ context.Context, name string) (*wfv1.ClusterWorkflowTemplate, error) {
	return lookup(t, "ClusterWorkflowTemplate", name)
}

// V4 judges with the validators of Argo Workflows 4; a templateRef is looked up among all documents.
func V4(all []manifest.Document) verdict.Judge {
	quiet := logging.NewSlogLoggerCustom(logging.Error, logging.Text, io.Discard)
	ctx := logging.WithLogger(context.Background(), quiet)
	templates := gather[wfv1.WorkflowTemplate](all, "WorkflowTemplate")
	cluster := clusterTemplatesV4(gather[wfv1.ClusterWorkflowTemplate](all, "ClusterWorkflowTemplate")["default"])
	lint := validate.ValidateOpts{Lint: true}
	check := func(document manifest.Document) error {
		namespace := templatesV4(templates[document.Space()])
		switch document.Kind {
		case "Workflow":
			return with(document, func(wf *wfv1.Workflow) error {
				return validate.ValidateWorkflow(ctx, namespace, cluster, wf, nil, lint)
			})
		case "WorkflowTemplate":
			return with(document, func(template *wfv1.WorkflowTemplate) error {
				return validate.ValidateWorkflowTemplate(ctx, namespace, cluster, template, nil, lint)
			})
		case "ClusterWorkflowTemplate":
			return with(document, func(template *wfv1.ClusterWorkflowTemplate) error {
				return validate.ValidateClusterWorkflowTemplate(ctx, namespace, cluster, template, nil, lint)
			})
		default:
			return with(document, func(cron *wfv1.CronWorkflow) error {
				return validate.ValidateCronWorkflow(ctx, namespace, cluster, cron, nil)
			})
		}
	}
	version := verdict.ModuleVersion("github.com/argoproj/argo-workflows/v4")
	return verdict.Judge{Name: "Argo Workflows " + version, Knows: Knows, Check: check}
}
