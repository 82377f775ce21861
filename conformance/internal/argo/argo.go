// Package argo judges with the validators that `argo lint` and the controllers of Argo Workflows use.
package argo

import (
	"fmt"

	"cdk8s-mlops/conformance/internal/decode"
	"cdk8s-mlops/conformance/internal/manifest"
)

// Knows says whether a document is one of the kinds that Argo Workflows validates.
func Knows(document manifest.Document) bool {
	if document.APIVersion != "argoproj.io/v1alpha1" {
		return false
	}
	switch document.Kind {
	case "Workflow", "WorkflowTemplate", "ClusterWorkflowTemplate", "CronWorkflow":
		return true
	}
	return false
}

// gather is what the controller would find in the cluster: the objects of a kind, those of the given files that can be
// read at all, by namespace and name.
func gather[T any](all []manifest.Document, kind string) map[string]map[string]*T {
	found := map[string]map[string]*T{}
	for _, document := range all {
		if !Knows(document) || document.Kind != kind {
			continue
		}
		object, err := decode.Lenient[T](document)
		if err != nil {
			continue
		}
		if found[document.Space()] == nil {
			found[document.Space()] = map[string]*T{}
		}
		found[document.Space()][document.Name] = object
	}
	return found
}

func lookup[T any](objects map[string]*T, kind, name string) (*T, error) {
	if found, ok := objects[name]; ok {
		return found, nil
	}
	return nil, fmt.Errorf("no %s %q in the given files", kind, name)
}

// with decodes strictly and hands the object to the validator.
func with[T any](document manifest.Document, validate func(*T) error) error {
	object, err := decode.Strict[T](document)
	if err != nil {
		return err
	}
	return validate(object)
}
