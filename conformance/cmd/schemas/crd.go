package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"sigs.k8s.io/yaml"
)

type module struct{ Dir, Version string }

// findModule asks the go tool where it keeps a module that the go.mod in a folder names.
func findModule(path, folder string) (module, error) {
	command := exec.Command("go", "mod", "download", "-json", path)
	command.Dir = folder
	out, err := command.Output()
	if err != nil {
		return module{}, fmt.Errorf("go mod download %s: %w", path, err)
	}
	var found module
	return found, json.Unmarshal(out, &found)
}

// crdSchema is what the CustomResourceDefinition says of the kind's version.
func (k kind) crdSchema(folder string) (schema, error) {
	_, version, _ := strings.Cut(k.apiVersion, "/")
	file := filepath.Join(folder, k.crd)
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var crd struct {
		Spec struct {
			Versions []struct {
				Name   string `json:"name"`
				Schema struct {
					OpenAPIV3Schema schema `json:"openAPIV3Schema"`
				} `json:"schema"`
			} `json:"versions"`
		} `json:"spec"`
	}
	if err := yaml.Unmarshal(text, &crd); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for _, found := range crd.Spec.Versions {
		if found.Name == version {
			return found.Schema.OpenAPIV3Schema, nil
		}
	}
	return nil, fmt.Errorf("%s has no version %s", file, version)
}
