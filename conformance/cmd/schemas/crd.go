package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"reflect"

	"sigs.k8s.io/yaml"
)

type module struct{ Dir, Version string }

// findModule asks the go tool where a module of go.mod is stored.
func findModule(path string) (module, error) {
	out, err := exec.Command("go", "list", "-m", "-json", path).Output()
	if err != nil {
		return module{}, fmt.Errorf("go list -m %s: %w", path, err)
	}
	var found module
	return found, json.Unmarshal(out, &found)
}

// crdSpec is the schema of the first version of a CustomResourceDefinition.
func crdSpec(file string) (schema, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var crd struct {
		Spec struct {
			Versions []struct {
				Schema struct {
					OpenAPIV3Schema schema `json:"openAPIV3Schema"`
				} `json:"schema"`
			} `json:"versions"`
		} `json:"spec"`
	}
	if err := yaml.Unmarshal(text, &crd); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return crd.Spec.Versions[0].Schema.OpenAPIV3Schema, nil
}

// limits of a CRD that JSON schema can say too.
var limits = []string{"enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems"}

// objectMeta is exempt: the API server knows all of it, a CRD names only what it keeps of embedded objects.
const objectMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"

// overlay carries over to the definitions what only the CRDs say: limits, which properties are really required, and
// which properties of the Kubernetes types this version of the engine knows.
type overlay struct {
	defs   map[string]schema
	places map[string]*place
}

// place is a part of a definition, with the places of the CRDs that it stands for.
type place struct {
	node    schema
	found   []schema
	missing int
}

func newOverlay(defs map[string]schema) *overlay {
	return &overlay{defs: defs, places: map[string]*place{}}
}

func (o *overlay) at(key string, node schema) *place {
	if o.places[key] == nil {
		o.places[key] = &place{node: node}
	}
	return o.places[key]
}

func (o *overlay) walk(key string, node, crd schema) {
	if node == nil || crd == nil || key == objectMeta {
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
	}
	for _, part := range []string{"items", "additionalProperties"} {
		child, _ := node[part].(schema)
		inCRD, _ := crd[part].(schema)
		o.walk(key+"/"+part, child, inCRD)
	}
}

func (o *overlay) apply() {
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
}

// takeLimits takes a limit if every place of the CRDs has the same. An enum that only the Kubernetes API declares is
// kept for the types: the engines read other values too, if only to replace a placeholder in them.
func (p *place) takeLimits() {
	if values, ok := p.node["enum"]; ok {
		p.node["x-enum"] = values
	}
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

// takeRequired requires what some place of the CRDs requires.
func (p *place) takeRequired() {
	required := map[string]bool{}
	for _, crd := range p.found {
		list, _ := crd["required"].([]any)
		for _, name := range list {
			if properties(p.node)[name.(string)] != nil {
				required[name.(string)] = true
			}
		}
	}
	delete(p.node, "required")
	if len(required) > 0 {
		p.node["required"] = sortedKeys(required)
	}
}
