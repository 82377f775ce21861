package argo

import (
	"context"
	"io"

	wfv1 "github.com/argoproj/argo-workflows/v3/pkg/apis/workflow/v1alpha1"
	"github.com/argoproj/argo-workflows/v3/workflow/validate"
	"github.com/sirupsen/logrus"

	"cdk8s-mlops/conformance/internal/manifest"
	"cdk8s-mlops/conformance/internal/verdict"
)

type templatesV3 map[string]*wfv1.WorkflowTemplate

func (t templatesV3) Get(name string) (*wfv1.WorkflowTemplate, error) {
	return lookup(t, "WorkflowTemplate", name)
}

type clusterTemplatesV3 map[string]*wfv1.ClusterWorkflowTemplate

func (t clusterTemplatesV3) Get(name string) (*wfv1.ClusterWorkflowTemplate, error) {
	return lookup(t, "ClusterWorkflowTemplate", name)
}

// V3 judges with the validators of Argo Workflows 3; a templateRef is looked up among all documents.
func V3(all []manifest.Document) verdict.Judge {
	logrus.SetOutput(io.Discard)
	ctx := context.Background()
	templates := gather[wfv1.WorkflowTemplate](all, "WorkflowTemplate")
	cluster := clusterTemplatesV3(gather[wfv1.ClusterWorkflowTemplate](all, "ClusterWorkflowTemplate")["default"])
	lint := validate.ValidateOpts{Lint: true}
	check := func(document manifest.Document) error {
		namespace := templatesV3(templates[document.Space()])
		switch document.Kind {
		case "Workflow":
			return with(document, func(wf *wfv1.Workflow) error {
				return validate.ValidateWorkflow(namespace, cluster, wf, nil, lint)
			})
		case "WorkflowTemplate":
			return with(document, func(template *wfv1.WorkflowTemplate) error {
				return validate.ValidateWorkflowTemplate(namespace, cluster, template, nil, lint)
			})
		case "ClusterWorkflowTemplate":
			return with(document, func(template *wfv1.ClusterWorkflowTemplate) error {
				return validate.ValidateClusterWorkflowTemplate(namespace, cluster, template, nil, lint)
			})
		default:
			return with(document, func(cron *wfv1.CronWorkflow) error {
				return validate.ValidateCronWorkflow(ctx, namespace, cluster, cron, nil)
			})
		}
	}
	version := verdict.ModuleVersion("github.com/argoproj/argo-workflows/v3")
	return verdict.Judge{Name: "Argo Workflows " + version, Knows: Knows, Check: check}
}
