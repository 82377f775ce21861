package main

import (
	v3 "github.com/argoproj/argo-workflows/v3/pkg/apis/workflow/v1alpha1"
	v4 "github.com/argoproj/argo-workflows/v4/pkg/apis/workflow/v1alpha1"
)

var (
	argo3 = argo("github.com/argoproj/argo-workflows/v3", v3.GetOpenAPIDefinitions)
	argo4 = argo("github.com/argoproj/argo-workflows/v4", v4.GetOpenAPIDefinitions)
)

func argo(module string, own models) engine {
	types := module + "/pkg/apis/workflow/v1alpha1."
	kindOf := func(name, crd string) kind {
		return kind{apiVersion: "argoproj.io/v1alpha1", name: name, model: types + name, crd: "manifests/base/crds/full/" + crd}
	}
	return engine{
		name:   "Argo Workflows",
		module: module,
		models: []models{own},
		kinds: []kind{
			kindOf("ClusterWorkflowTemplate", "argoproj.io_clusterworkflowtemplates.yaml"),
			kindOf("CronWorkflow", "argoproj.io_cronworkflows.yaml"),
			kindOf("Workflow", "argoproj.io_workflows.yaml"),
			kindOf("WorkflowTemplate", "argoproj.io_workflowtemplates.yaml"),
		},
		repair: func(defs definitions) { fillInArgo(defs, types) },
	}
}

// fillInArgo writes down by hand what Argo's own definitions leave untyped.
func fillInArgo(defs definitions, types string) {
	defs.describe(types+"Item", schema{
		"description":  "One value of a loop: a text, number, boolean, list or map.",
		"x-typescript": "string | number | boolean | readonly Item[] | { readonly [key: string]: Item }",
	})
	defs.describe(types+"ParallelSteps", schema{
		"description": "Steps that run at the same time.",
		"type":        "array", "items": refTo(types + "WorkflowStep"),
	})
	defs.describe(types+"Plugin", schema{
		"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": schema{},
		"x-typescript": "{ [plugin: string]: unknown }",
	})
	defs.describe(types+"Object", anyObject)
	if defs[restName(types+"Amount")] != nil {
		defs.describe(types+"Amount", schema{"type": "number"})
	}
}
