package crd

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	v1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"

	"cdk8s-mlops/conformance/internal/manifest"
	"cdk8s-mlops/conformance/internal/verdict"
)

// definition is what is kept of one version of a CustomResourceDefinition.
type definition struct {
	Namespaced bool
	Schema     *v1.JSONSchemaProps
}

// source is an engine's module and the folder in it that holds the definitions.
type source struct{ engine, module, folder string }

var sources = []source{
	{"Argo Workflows", "github.com/argoproj/argo-workflows/v4", "manifests/base/crds/full"},
	{"Argo Workflows", "github.com/argoproj/argo-workflows/v3", "manifests/base/crds/full"},
}

func (s source) version() string { return verdict.ModuleVersion(s.module) }

// path of the file that Write keeps for a kind.
func (s source) path(folder, apiVersion, kind string) string {
	return filepath.Join(folder, s.engine+" "+s.version(), filepath.FromSlash(apiVersion), kind+".json")
}

// Write reads the definitions out of the downloaded modules and keeps them as JSON, which loads far faster.
func Write(folder string) error {
	for _, source := range sources {
		out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", source.module).Output()
		if err != nil {
			return fmt.Errorf("go list -m %s: %w", source.module, err)
		}
		files, err := filepath.Glob(filepath.Join(string(out[:len(out)-1]), source.folder, "*_*.yaml"))
		if err != nil || len(files) == 0 {
			return fmt.Errorf("no definitions in %s: %w", source.module, err)
		}
		for _, file := range files {
			if err := source.write(folder, file); err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
		}
	}
	return nil
}

func (s source) write(folder, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var crd v1.CustomResourceDefinition
	if err := yaml.Unmarshal(text, &crd); err != nil {
		return err
	}
	for _, version := range crd.Spec.Versions {
		kept := definition{Namespaced: crd.Spec.Scope == v1.NamespaceScoped, Schema: version.Schema.OpenAPIV3Schema}
		out, err := json.Marshal(kept)
		if err != nil {
			return err
		}
		path := s.path(folder, crd.Spec.Group+"/"+version.Name, crd.Spec.Names.Kind)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, out, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// Judges is one judge for each engine and version whose definitions Write has put into the folder.
func Judges(folder string) []verdict.Judge {
	judges := make([]verdict.Judge, 0, len(sources))
	for _, source := range sources {
		judges = append(judges, source.judge(folder))
	}
	return judges
}

func (s source) judge(folder string) verdict.Judge {
	checkers := map[string]*checker{}
	load := func(document manifest.Document) (*checker, error) {
		path := s.path(folder, document.APIVersion, document.Kind)
		if checkers[path] == nil {
			text, err := os.ReadFile(path)
			if err != nil {
				return nil, err
			}
			var read definition
			if err := json.Unmarshal(text, &read); err != nil {
				return nil, err
			}
			if checkers[path], err = newChecker(read); err != nil {
				return nil, err
			}
		}
		return checkers[path], nil
	}
	return verdict.Judge{
		Name: s.engine + " " + s.version() + " CRDs",
		Knows: func(document manifest.Document) bool {
			_, err := os.Stat(s.path(folder, document.APIVersion, document.Kind))
			return document.Kind != "" && err == nil
		},
		Check: func(document manifest.Document) error {
			checker, err := load(document)
			if err != nil {
				return err
			}
			return checker.check(document)
		},
	}
}

func convert(in *v1.JSONSchemaProps, out *apiextensions.JSONSchemaProps) error {
	return v1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(in, out, nil)
}
