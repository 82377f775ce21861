package main

import (
	"path/filepath"

	argo3 "github.com/argoproj/argo-workflows/v3/pkg/apis/workflow/v1alpha1"
	argo4 "github.com/argoproj/argo-workflows/v4/pkg/apis/workflow/v1alpha1"
	"k8s.io/kube-openapi/pkg/common"
)

type argoSource struct {
	module string
	models func(common.ReferenceCallback) map[string]common.OpenAPIDefinition
}

var argoReleases = []argoSource{
	{"github.com/argoproj/argo-workflows/v3", argo3.GetOpenAPIDefinitions},
	{"github.com/argoproj/argo-workflows/v4", argo4.GetOpenAPIDefinitions},
}

var argoKinds = map[string]string{
	"Workflow":                "argoproj.io_workflows.yaml",
	"WorkflowTemplate":        "argoproj.io_workflowtemplates.yaml",
	"ClusterWorkflowTemplate": "argoproj.io_clusterworkflowtemplates.yaml",
	"CronWorkflow":            "argoproj.io_cronworkflows.yaml",
}

func argo(source argoSource) (*release, error) {
	module, err := findModule(source.module)
	if err != nil {
		return nil, err
	}
	defs, err := definitions(source.models, kubernetesModels)
	if err != nil {
		return nil, err
	}
	prefix := restName(source.module + "/pkg/apis/workflow/v1alpha1.")
	fillIn(defs, prefix)

	crds := newOverlay(defs)
	roots := make([]string, 0, len(argoKinds))
	for _, kind := range sortedKeys(argoKinds) {
		root := prefix + kind
		spec, err := crdSpec(filepath.Join(module.Dir, "manifests/base/crds/full", argoKinds[kind]))
		if err != nil {
			return nil, err
		}
		delete(properties(defs[root]), "status")
		crds.walk(root, defs[root], spec)
		roots = append(roots, root)
	}
	crds.apply()
	return &release{Engine: "Argo Workflows", Version: module.Version, Roots: roots, Definitions: reachable(defs, roots)}, nil
}

// fillIn writes down by hand what Argo's own definitions leave untyped.
func fillIn(defs map[string]schema, prefix string) {
	ref := func(name string) schema { return schema{"$ref": "#/definitions/" + prefix + name} }
	describe := func(name string, s schema) {
		if text, ok := defs[prefix+name]["description"]; ok {
			s["description"] = text
		}
		defs[prefix+name] = s
	}
	describe("Item", schema{"description": "One value of a loop: a text, number, boolean, list or map."})
	describe("ParallelSteps", schema{
		"description": "Steps that run at the same time.",
		"type":        "array", "items": ref("WorkflowStep"),
	})
	describe("Plugin", schema{
		"type": "object", "minProperties": 1, "maxProperties": 1, "additionalProperties": schema{},
	})
	describe("Object", schema{"type": "object", "additionalProperties": schema{}})
	if _, ok := defs[prefix+"Amount"]; ok {
		describe("Amount", schema{"type": "number"})
	}
}
