package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// addCRD defines a kind by its CRD alone: each object inside becomes a definition named after the properties that lead
// to it, `HTTPRouteRule` for `spec.rules[]`. Objects that are the same are one definition.
func (d definitions) addCRD(k kind, crd schema) {
	found := crdNames{defs: d, prefix: strings.TrimSuffix(k.model, k.name), known: map[string]string{}}
	properties(crd)["status"] = schema{}
	properties(crd)["metadata"] = refTo("k8s.io/apimachinery/pkg/apis/meta/v1.ObjectMeta")
	found.define(k.name, crd)
}

type crdNames struct {
	defs   definitions
	prefix string
	// known are names by what the schemas look like.
	known map[string]string
}

// define gives an object a name and returns a reference to it; anything else is returned as it is.
func (c crdNames) define(name string, s schema) schema {
	if items, ok := s["items"].(schema); ok {
		s["items"] = c.define(singular(name), items)
		return s
	}
	if properties(s) == nil || s["type"] != "object" {
		return s
	}
	below := strings.TrimSuffix(name, "Spec")
	names := sortedKeys(properties(s))
	// What is smaller goes first, so that an object is named after the shortest way to it.
	slices.SortStableFunc(names, func(a, b string) int {
		return cmp.Compare(len(fmt.Sprint(properties(s)[a])), len(fmt.Sprint(properties(s)[b])))
	})
	for _, property := range names {
		child := properties(s)[property].(schema)
		properties(s)[property] = c.define(below+strings.ToUpper(property[:1])+property[1:], child)
	}
	look := fmt.Sprint(withoutDescriptions(s))
	if c.known[look] == "" {
		c.known[look] = name
		c.defs[restName(c.prefix+name)] = s
	}
	return refTo(c.prefix + c.known[look])
}

func withoutDescriptions(s schema) schema {
	out := schema{}
	for key, value := range s {
		inner, isSchema := value.(schema)
		switch {
		case isSchema:
			out[key] = withoutDescriptions(inner)
		case key != "description":
			out[key] = value
		}
	}
	return out
}

func singular(name string) string {
	if stem, ok := strings.CutSuffix(name, "ches"); ok {
		return stem + "ch"
	}
	return strings.TrimSuffix(name, "s")
}
