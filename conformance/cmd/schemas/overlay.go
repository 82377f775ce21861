package main

import (
	"fmt"
	"reflect"
	"strings"
)

// limits of a CRD that JSON schema can say too.
var limits = []string{"enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems"}

// exempt are definitions that the CRDs have no say in: scalars are read by their own rules, and of metadata the API
// server knows all, a CRD only what it keeps of embedded objects.
var exempt = func() map[string]bool {
	names := map[string]bool{"io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta": true}
	for path := range scalars {
		names[restName(path)] = true
	}
	return names
}()

// overlay carries over to the definitions what only the CRDs say: limits, which properties are really required, and
// which properties of the Kubernetes types this version of the engine knows.
type overlay struct {
	defs    definitions
	places  map[string]*place
	unknown map[string]bool
}

// place is a part of a definition, with the places of the CRDs that it stands for.
type place struct {
	node    schema
	found   []schema
	missing int
}

func newOverlay(defs definitions) *overlay {
	return &overlay{defs: defs, places: map[string]*place{}, unknown: map[string]bool{}}
}

func (o *overlay) at(key string, node schema) *place {
	if o.places[key] == nil {
		o.places[key] = &place{node: node}
	}
	return o.places[key]
}

func (o *overlay) walk(key string, node, crd schema) {
	if node == nil || crd == nil || exempt[key] {
		return
	}
	here := o.at(key, node)
	here.found = append(here.found, crd)
	if name, found := target(o.defs, node); name != "" {
		o.walk(name, found, crd)
		return
	}
	if known := properties(crd); known != nil {
		for name, child := range properties(node) {
			below := o.at(key+"."+name, child.(schema))
			if inCRD, ok := known[name].(schema); ok {
				o.walk(key+"."+name, child.(schema), inCRD)
			} else {
				below.missing++
			}
		}
		for name := range known {
			if node["type"] == "object" && properties(node)[name] == nil && node["additionalProperties"] == nil {
				o.unknown[key+"."+name] = true
			}
		}
	}
	for _, part := range []string{"items", "additionalProperties"} {
		child, _ := node[part].(schema)
		inCRD, _ := crd[part].(schema)
		o.walk(key+"/"+part, child, inCRD)
	}
}

func (o *overlay) apply() error {
	for key, here := range o.places {
		for name := range properties(here.node) {
			if below := o.places[key+"."+name]; below != nil && below.missing > 0 && len(below.found) == 0 {
				delete(properties(here.node), name)
			}
		}
		if _, ref := here.node["$ref"]; !ref && here.node["allOf"] == nil {
			here.takeLimits()
		}
		if properties(here.node) != nil {
			here.takeRequired()
		}
	}
	if len(o.unknown) > 0 {
		return fmt.Errorf("the CRDs know what the definitions lack: %s", strings.Join(sortedKeys(o.unknown), ", "))
	}
	return nil
}

// takeLimits takes a limit if every place of the CRDs has the same.
func (p *place) takeLimits() {
	for _, limit := range limits {
		delete(p.node, limit)
		for i, crd := range p.found {
			if i == 0 {
				p.node[limit] = crd[limit]
			}
			if crd[limit] == nil || !reflect.DeepEqual(p.node[limit], crd[limit]) {
				delete(p.node, limit)
				break
			}
		}
	}
}

// takeRequired requires what every place of the CRDs requires.
func (p *place) takeRequired() {
	count := map[string]int{}
	for _, crd := range p.found {
		for _, name := range requiredOf(crd) {
			count[name]++
		}
	}
	required := map[string]bool{}
	for name, times := range count {
		required[name] = times == len(p.found) && properties(p.node)[name] != nil
	}
	delete(p.node, "required")
	if names := keysOf(required); len(names) > 0 {
		p.node["required"] = names
	}
}
