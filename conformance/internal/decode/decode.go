// Package decode turns documents into the Go types of an engine.
package decode

import (
	"encoding/json"
	"errors"
	"fmt"

	kjson "sigs.k8s.io/json"

	"cdk8s-mlops/conformance/internal/manifest"
)

// Strict decodes as the API server does with fieldValidation=Strict: unknown fields are errors, and names of fields are
// case-sensitive.
func Strict[T any](document manifest.Document) (*T, error) {
	var object T
	problems, err := kjson.UnmarshalStrict(document.JSON, &object)
	if err == nil {
		err = errors.Join(problems...)
	}
	if err != nil {
		return nil, fmt.Errorf("strict decoding error: %w", err)
	}
	return &object, nil
}

// Lenient decodes what it can.
func Lenient[T any](document manifest.Document) (*T, error) {
	var object T
	return &object, json.Unmarshal(document.JSON, &object)
}
