package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/kube-openapi/pkg/common"
	"k8s.io/kube-openapi/pkg/util"
	"k8s.io/kube-openapi/pkg/validation/spec"
)

// schema is one JSON schema as plain data.
type schema = map[string]any

// definitions are schemas by the names that OpenAPI documents of Kubernetes use.
type definitions map[string]schema

type models = func(common.ReferenceCallback) map[string]common.OpenAPIDefinition

const marker = "#/definitions/"

func refTo(path string) schema { return schema{"$ref": marker + restName(path)} }

// gather puts together what several packages define.
func gather(sources ...models) (definitions, error) {
	ref := func(path string) spec.Ref { return spec.MustCreateRef(marker + restName(path)) }
	defs := definitions{}
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
	for path, scalar := range scalars {
		defs[restName(path)] = copyOf(scalar)
	}
	return defs, nil
}

// describe replaces a definition and keeps its description.
func (d definitions) describe(path string, s schema) {
	s = copyOf(s)
	name := restName(path)
	if text, ok := d[name]["description"]; ok && s["description"] == nil {
		s["description"] = text
	}
	d[name] = s
}

func objectOf(description string, properties map[string]any) schema {
	return schema{"type": "object", "description": description, "properties": properties}
}

// pick takes some of a definition's properties.
func (d definitions) pick(path string, names ...string) map[string]any {
	picked := map[string]any{}
	for _, name := range names {
		picked[name] = copyOf(properties(d[restName(path)])[name].(schema))
	}
	return picked
}

// copyVersion defines types of another version of an API as those that are there.
func (d definitions) copyVersion(group, from, to string, names ...string) {
	moved := []string{}
	for _, name := range names {
		old, other := restName(group+from+"."+name), restName(group+to+"."+name)
		moved = append(moved, `"`+marker+old+`"`, `"`+marker+other+`"`)
	}
	refs := strings.NewReplacer(moved...)
	for _, name := range names {
		text, err := json.Marshal(d[restName(group+from+"."+name)])
		if err != nil {
			panic(err)
		}
		var copied schema
		if err := json.Unmarshal([]byte(refs.Replace(string(text))), &copied); err != nil {
			panic(err)
		}
		d[restName(group+to+"."+name)] = copied
	}
}

// drop takes properties from a definition; one that it has not is a mistake of the caller.
func (d definitions) drop(path string, names ...string) {
	s := d[restName(path)]
	for _, name := range names {
		if properties(s)[name] == nil {
			panic(fmt.Sprintf("%s has no %s", path, name))
		}
		delete(properties(s), name)
	}
	if required := requiredOf(s); required != nil {
		s["required"] = slices.DeleteFunc(required, func(name string) bool { return slices.Contains(names, name) })
	}
}

// freeEnums keeps enums for the types only: the engines read other values too, if only to replace a placeholder in them.
func (d definitions) freeEnums() {
	var visit func(any)
	visit = func(node any) {
		s, ok := node.(schema)
		if !ok {
			return
		}
		if values, ok := s["enum"]; ok {
			s["x-enum"] = values
			delete(s, "enum")
		}
		for _, child := range properties(s) {
			visit(child)
		}
		visit(s["items"])
		visit(s["additionalProperties"])
	}
	for _, definition := range d {
		visit(definition)
	}
}

// copyOf is for what goes into several definitions, as each is changed on its own later.
func copyOf(s schema) schema {
	copied := schema{}
	for key, value := range s {
		if inner, ok := value.(schema); ok {
			value = copyOf(inner)
		}
		copied[key] = value
	}
	return copied
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

func requiredOf(s schema) []string {
	switch list := s["required"].(type) {
	case []string:
		return list
	case []any:
		names := make([]string, len(list))
		for i, name := range list {
			names[i] = name.(string)
		}
		return names
	}
	return nil
}

// target follows a reference, also one that allOf wraps to give it a description or a default.
func target(defs definitions, s schema) (string, schema) {
	if all, ok := s["allOf"].([]any); ok && len(all) == 1 {
		s = all[0].(schema)
	}
	if ref, ok := s["$ref"].(string); ok {
		name := strings.TrimPrefix(ref, marker)
		return name, defs[name]
	}
	return "", s
}

// reachable keeps what the roots need.
func reachable(defs definitions, roots []root) (definitions, error) {
	kept := definitions{}
	missing := map[string]bool{}
	var visit func(any)
	visit = func(node any) {
		switch value := node.(type) {
		case schema:
			if name, found := target(defs, value); name != "" && kept[name] == nil {
				if found == nil {
					missing[name] = true
					return
				}
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
		kept[root.Definition] = defs[root.Definition]
		visit(defs[root.Definition])
	}
	if len(missing) > 0 {
		return nil, fmt.Errorf("there is no definition of %s", strings.Join(sortedKeys(missing), ", "))
	}
	return kept, nil
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// keysOf are the members of a set.
func keysOf(set map[string]bool) []string {
	return slices.DeleteFunc(sortedKeys(set), func(key string) bool { return !set[key] })
}
