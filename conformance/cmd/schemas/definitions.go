package main

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"k8s.io/kube-openapi/pkg/common"
	"k8s.io/kube-openapi/pkg/util"
	"k8s.io/kube-openapi/pkg/validation/spec"
	kubernetes "k8s.io/kubernetes/pkg/generated/openapi"
)

// schema is one JSON schema as plain data.
type schema = map[string]any

type models = func(common.ReferenceCallback) map[string]common.OpenAPIDefinition

var kubernetesModels models = kubernetes.GetOpenAPIDefinitions

// scalars are what the API server reads; the generated definitions say string only, or nothing.
var scalars = map[string]schema{
	"io.k8s.apimachinery.pkg.util.intstr.IntOrString": {"type": []any{"integer", "string"}},
	"io.k8s.apimachinery.pkg.api.resource.Quantity":   {"type": []any{"string", "number"}},
	"io.k8s.apimachinery.pkg.apis.meta.v1.Time":       {"type": []any{"string", "null"}},
	"io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1":   {"type": "object", "additionalProperties": schema{}},
}

// definitions gathers the models under the names that OpenAPI documents of Kubernetes use.
func definitions(sources ...models) (map[string]schema, error) {
	ref := func(path string) spec.Ref { return spec.MustCreateRef("#/definitions/" + restName(path)) }
	defs := map[string]schema{}
	for _, source := range sources {
		for name, model := range source(ref) {
			text, err := json.Marshal(model.Schema)
			if err != nil {
				return nil, err
			}
			var plain schema
			if err := json.Unmarshal(text, &plain); err != nil {
				return nil, err
			}
			defs[restName(name)] = plain
		}
	}
	maps.Copy(defs, scalars)
	return defs, nil
}

func restName(path string) string {
	if !strings.Contains(path, "/") {
		return path
	}
	return util.ToRESTFriendlyName(path)
}

// properties of a schema; an empty map when it has none.
func properties(s schema) map[string]any {
	found, _ := s["properties"].(map[string]any)
	return found
}

// target follows a reference, also one that allOf wraps to give it a description or a default.
func target(defs map[string]schema, s schema) (string, schema) {
	if all, ok := s["allOf"].([]any); ok && len(all) == 1 {
		s = all[0].(schema)
	}
	if ref, ok := s["$ref"].(string); ok {
		name := strings.TrimPrefix(ref, "#/definitions/")
		return name, defs[name]
	}
	return "", s
}

// reachable keeps what the roots need.
func reachable(defs map[string]schema, roots []string) map[string]schema {
	kept := map[string]schema{}
	var visit func(any)
	visit = func(node any) {
		switch value := node.(type) {
		case schema:
			if name, found := target(defs, value); name != "" && kept[name] == nil {
				kept[name] = found
				visit(found)
			}
			for _, key := range sortedKeys(value) {
				visit(value[key])
			}
		case []any:
			for _, item := range value {
				visit(item)
			}
		}
	}
	for _, root := range roots {
		kept[root] = defs[root]
		visit(defs[root])
	}
	return kept
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
