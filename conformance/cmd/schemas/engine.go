package main

import (
	"fmt"
	"slices"
)

// engine is where one engine says what its resources look like.
type engine struct {
	name   string
	module string
	// goMod is the folder whose go.mod names the module, if it is another than the program's own.
	goMod string
	// models are the Go definitions, where they can be compiled together with those of the other engines.
	models []models
	// fromCRDs says that the CRDs stand for them.
	fromCRDs bool
	kinds    []kind
	// old are kinds that are read, and that nobody should write any more: there are no types of them.
	old []kind
	// checksEnums says that the enums of the definitions hold, as they do for the API server.
	checksEnums bool
	// repair writes down what the generated definitions leave out.
	repair func(definitions)
	// optional are properties, by Go type, that the generated definitions or the CRDs require and the engine does without:
	// it fills them in, or has another meaning for their absence.
	optional map[string][]string
}

// kind is a resource that people write.
type kind struct {
	apiVersion, name string
	// model is its Go type.
	model string
	// crd is the file in the engine's module that has its schema; empty where the definitions are all there is.
	crd string
}

// release is one version of an engine and what it says about its resources.
type release struct {
	Engine      string      `json:"engine"`
	Version     string      `json:"version"`
	Kinds       []root      `json:"kinds"`
	Definitions definitions `json:"definitions"`
}

// root is a definition that people write as a document of its own.
type root struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Definition string `json:"definition"`
	Old        bool   `json:"old,omitempty"`
}

func (e engine) read() (*release, error) {
	module, err := findModule(e.module, e.goMod)
	if err != nil {
		return nil, err
	}
	defs, err := gather(append(e.models, kubernetesModels)...)
	if err != nil {
		return nil, err
	}
	if e.repair != nil {
		e.repair(defs)
	}
	if !e.checksEnums {
		defs.freeEnums()
	}
	for _, kind := range e.kinds {
		if e.fromCRDs {
			crd, err := kind.crdSchema(module.Dir)
			if err != nil {
				return nil, err
			}
			defs.addCRD(kind, crd)
		}
		if defs[restName(kind.model)] == nil {
			return nil, fmt.Errorf("there is no definition of %s", kind.model)
		}
	}
	// Engines embed some of Kubernetes' own kinds.
	documents := slices.Concat(kubernetes.kinds, e.kinds, e.old)
	for _, kind := range documents {
		kind.freeStatus(defs)
	}
	if err := e.limit(defs, module.Dir); err != nil {
		return nil, err
	}
	if err := e.relax(defs); err != nil {
		return nil, err
	}
	found := &release{Engine: e.name, Version: module.Version}
	for _, kind := range documents {
		kind.sayWhatItIs(defs)
	}
	for _, kind := range e.kinds {
		found.Kinds = append(found.Kinds, root{kind.apiVersion, kind.name, restName(kind.model), false})
	}
	for _, kind := range e.old {
		found.Kinds = append(found.Kinds, root{kind.apiVersion, kind.name, restName(kind.model), true})
	}
	found.Definitions, err = reachable(defs, found.Kinds)
	return found, err
}

// limit carries over what only the CRDs say.
func (e engine) limit(defs definitions, folder string) error {
	crds := newOverlay(defs)
	for _, kind := range e.kinds {
		if kind.crd == "" {
			continue
		}
		spec, err := kind.crdSchema(folder)
		if err != nil {
			return err
		}
		name := restName(kind.model)
		crds.walk(name, defs[name], spec)
	}
	return crds.apply()
}

// relax makes optional what the engine does without; a table that says more than it has to is an error.
func (e engine) relax(defs definitions) error {
	for path, names := range e.optional {
		s := defs[restName(path)]
		required := requiredOf(s)
		for _, name := range names {
			if !slices.Contains(required, name) {
				return fmt.Errorf("%s does not require %s anyway", path, name)
			}
		}
		s["required"] = slices.DeleteFunc(required, func(name string) bool { return slices.Contains(names, name) })
	}
	return nil
}

// freeStatus lets the status be anything: it is the engine's own matter, and stands in what a cluster prints.
func (k kind) freeStatus(defs definitions) {
	if here := properties(defs[restName(k.model)]); here["status"] != nil {
		here["status"] = schema{}
	}
}

// embedded are kinds that appear inside others too, where they go without name and kind.
var embedded = map[string]bool{"PersistentVolumeClaim": true}

// sayWhatItIs lets a definition stand for documents of its kind and no other.
func (k kind) sayWhatItIs(defs definitions) {
	s := defs[restName(k.model)]
	here := properties(s)
	here["apiVersion"] = schema{"type": "string", "enum": []any{k.apiVersion}}
	here["kind"] = schema{"type": "string", "enum": []any{k.name}}
	if embedded[k.name] {
		return
	}
	required := map[string]bool{"apiVersion": true, "kind": true, "metadata": true}
	for _, name := range requiredOf(s) {
		required[name] = name != "status"
	}
	s["required"] = keysOf(required)
}
