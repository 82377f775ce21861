package main

import (
	"maps"

	v1 "github.com/tektoncd/pipeline/pkg/apis/pipeline/v1"
	"github.com/tektoncd/pipeline/pkg/apis/pipeline/v1alpha1"
	"github.com/tektoncd/pipeline/pkg/apis/pipeline/v1beta1"
)

const tektonTypes = "github.com/tektoncd/pipeline/pkg/apis/pipeline/"

var tekton = engine{
	name:   "Tekton Pipelines",
	module: "github.com/tektoncd/pipeline",
	models: []models{v1alpha1.GetOpenAPIDefinitions, v1beta1.GetOpenAPIDefinitions, v1.GetOpenAPIDefinitions},
	kinds: []kind{
		{"tekton.dev/v1beta1", "CustomRun", tektonTypes + "v1beta1.CustomRun", "config/300-crds/300-customrun.yaml"},
		{"tekton.dev/v1", "Pipeline", tektonTypes + "v1.Pipeline", "config/300-crds/300-pipeline.yaml"},
		{"tekton.dev/v1", "PipelineRun", tektonTypes + "v1.PipelineRun", "config/300-crds/300-pipelinerun.yaml"},
		{"tekton.dev/v1alpha1", "StepAction", tektonTypes + "v1alpha1.StepAction", "config/300-crds/300-stepaction.yaml"},
		{"tekton.dev/v1beta1", "StepAction", tektonTypes + "v1beta1.StepAction", "config/300-crds/300-stepaction.yaml"},
		{"tekton.dev/v1", "Task", tektonTypes + "v1.Task", "config/300-crds/300-task.yaml"},
		{"tekton.dev/v1", "TaskRun", tektonTypes + "v1.TaskRun", "config/300-crds/300-taskrun.yaml"},
		{"tekton.dev/v1alpha1", "VerificationPolicy", tektonTypes + "v1alpha1.VerificationPolicy", "config/300-crds/300-verificationpolicy.yaml"},
	},
	old: []kind{
		{apiVersion: "tekton.dev/v1beta1", name: "Pipeline", model: tektonTypes + "v1beta1.Pipeline"},
		{apiVersion: "tekton.dev/v1beta1", name: "PipelineRun", model: tektonTypes + "v1beta1.PipelineRun"},
		{apiVersion: "tekton.dev/v1beta1", name: "Task", model: tektonTypes + "v1beta1.Task"},
		{apiVersion: "tekton.dev/v1beta1", name: "TaskRun", model: tektonTypes + "v1beta1.TaskRun"},
	},
	repair: fillInTekton,
	optional: map[string][]string{
		tektonTypes + "v1.Sidecar":             {"name"},
		tektonTypes + "v1.Step":                {"name"},
		tektonTypes + "v1.WorkspaceUsage":      {"mountPath"},
		tektonTypes + "v1beta1.Sidecar":        {"name"},
		tektonTypes + "v1beta1.Step":           {"name"},
		tektonTypes + "v1beta1.WorkspaceUsage": {"mountPath"},
	},
}

// fillInTekton writes down what the definitions leave out: the resolver of references, and what a value may be. What
// validation of v1beta1 refuses wherever it stands is taken away, though the CRDs still have it.
func fillInTekton(defs definitions) {
	for _, name := range []string{"TaskSpec", "EmbeddedTask", "PipelineSpec", "PipelineTask", "TaskRunSpec", "PipelineRunSpec"} {
		delete(properties(defs[restName(tektonTypes+"v1beta1."+name)]), "resources")
	}
	defs[restName(tektonTypes+"pod.Template")]["x-name"] = "PodTemplate"
	for _, version := range []string{"v1.", "v1beta1."} {
		defs.describe(tektonTypes+version+"ParamValue", paramValue)
		resolver := properties(defs[restName(tektonTypes+version+"ResolverRef")])
		for _, name := range []string{"PipelineRef", "Ref", "TaskRef"} {
			maps.Copy(properties(defs[restName(tektonTypes+version+name)]), copyOf(resolver))
		}
	}
}

// paramValue is read from numbers and booleans too, which become texts, as do lists and maps of anything but texts.
var paramValue = schema{
	"description":  "The value of a parameter or result: a text, a list of texts or a map of texts.",
	"type":         []any{"string", "number", "boolean", "array", "object"},
	"x-typescript": "string | readonly string[] | { readonly [key: string]: string }",
}
