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
	if err := StrictInto(document, &object); err != nil {
		return nil, err
	}
	return &object, nil
}

// StrictInto is Strict for an object whose type is only known when the program runs.
func StrictInto(document manifest.Document, object any) error {
	problems, err := kjson.UnmarshalStrict(document.JSON, object)
	if err == nil {
		err = errors.Join(problems...)
	}
	if err != nil {
		return fmt.Errorf("strict decoding error: %w", err)
	}
	return nil
}

// Lenient decodes what it can.
func Lenient[T any](document manifest.Document) (*T, error) {
	var object T
	return &object, json.Unmarshal(document.JSON, &object)
}
