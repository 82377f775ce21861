// Package crd judges as the API server does with the CustomResourceDefinitions of an engine: structure, defaults,
// patterns and limits, list types and CEL rules.
package crd

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	metavalidation "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/validation/field"
	celconfig "k8s.io/apiserver/pkg/apis/cel"

	"cdk8s-mlops/conformance/internal/manifest"
)

// checker knows one kind.
type checker struct {
	namespaced bool
	structural *structural.Structural
	schema     validation.SchemaValidator
	rules      *cel.Validator
}

func newChecker(definition definition) (*checker, error) {
	internal := &apiextensions.JSONSchemaProps{}
	if err := convert(definition.Schema, internal); err != nil {
		return nil, err
	}
	tree, err := structural.NewStructural(internal)
	if err != nil {
		return nil, err
	}
	schema, _, err := validation.NewSchemaValidator(internal)
	if err != nil {
		return nil, err
	}
	return &checker{
		namespaced: definition.Namespaced,
		structural: tree,
		schema:     schema,
		rules:      cel.NewValidator(tree, true, celconfig.PerCallLimit),
	}, nil
}

func (c *checker) check(document manifest.Document, mutate Mutate) error {
	object, unknown, err := c.read(document.JSON)
	if err != nil || len(unknown) > 0 {
		return errors.Join(err, unknownFields(unknown))
	}
	// What a webhook cannot read it refuses itself.
	if text, err := mutate(document); err == nil && !bytes.Equal(text, document.JSON) {
		if object, _, err = c.read(text); err != nil {
			return err
		}
	}
	problems := c.checkMetadata(object)
	problems = append(problems, validation.ValidateCustomResource(nil, object, c.schema)...)
	problems = append(problems, listtype.ValidateListSetsAndMaps(nil, c.structural, object)...)
	if len(problems) == 0 && c.rules != nil {
		// As in the API server, rules only run on objects of the right structure.
		found, _ := c.rules.Validate(context.Background(), nil, c.structural, object, nil, celconfig.RuntimeCELCostBudget)
		problems = found
	}
	// The order of some depends on that of a map.
	slices.SortFunc(problems, func(a, b *field.Error) int { return strings.Compare(a.Error(), b.Error()) })
	return problems.ToAggregate()
}

// read decodes, leaves out the unknown fields and sets defaults.
func (c *checker) read(text []byte) (object map[string]any, unknown []string, err error) {
	if err := json.Unmarshal(text, &object); err != nil {
		return nil, nil, err
	}
	integers(object)
	_, _, unknown, err = objectmeta.GetObjectMetaWithOptions(object, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil || len(unknown) > 0 {
		return nil, unknown, err
	}
	unknown = pruning.PruneWithOptions(object, c.structural, true, structural.UnknownFieldPathOptions{
		TrackUnknownFieldPaths: true,
	})
	defaulting.PruneNonNullableNullsWithoutDefaults(object, c.structural)
	defaulting.Default(object, c.structural)
	return object, unknown, nil
}

func (c *checker) checkMetadata(object map[string]any) field.ErrorList {
	accessor := &unstructured.Unstructured{Object: object}
	if accessor.GetName() == "" && accessor.GetGenerateName() != "" {
		accessor.SetName(manifest.Generated(accessor.GetGenerateName()))
	}
	if c.namespaced && accessor.GetNamespace() == "" {
		accessor.SetNamespace("default")
	}
	path := field.NewPath("metadata")
	problems := metavalidation.ValidateObjectMetaAccessor(accessor, c.namespaced, metavalidation.NameIsDNSSubdomain, path)
	return append(problems, objectmeta.Validate(nil, object, c.structural, true)...)
}

func unknownFields(paths []string) error {
	if len(paths) == 0 {
		return nil
	}
	return fmt.Errorf("strict decoding error: unknown field %q", strings.Join(paths, `", "`))
}

// integers turns whole numbers into int64, as the decoder of the API server does.
func integers(node any) any {
	switch value := node.(type) {
	case map[string]any:
		for key, child := range value {
			value[key] = integers(child)
		}
	case []any:
		for i, child := range value {
			value[i] = integers(child)
		}
	case float64:
		if whole := int64(value); float64(whole) == value {
			return whole
		}
	}
	return node
}
