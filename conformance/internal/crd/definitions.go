package crd

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	v1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"sigs.k8s.io/yaml"
)

// definition is what is kept of one version of a CustomResourceDefinition.
type definition struct {
	Namespaced bool
	Schema     *v1.JSONSchemaProps
}

// sources are the engines' modules, the folders in them that hold the definitions, and where the go.mod is that has them.
var sources = []struct{ engine, module, folder, goMod string }{
	{"Argo Workflows", "github.com/argoproj/argo-workflows/v4", "manifests/base/crds/full", "."},
	{"Argo Workflows", "github.com/argoproj/argo-workflows/v3", "manifests/base/crds/full", "."},
	{"Argo Events", "github.com/argoproj/argo-events", "manifests/base/crds", "."},
	{"Tekton Pipelines", "github.com/tektoncd/pipeline", "config/300-crds", "."},
	{"Tekton Triggers", "github.com/tektoncd/triggers", "config", "."},
	{"KServe", "github.com/kserve/kserve", "config/crd/full", "."},
	{"Gateway API", "sigs.k8s.io/gateway-api", "config/crd/standard", "kserve"},
}

// others are projects of which nothing but the definitions is used: no module of ours has them, so that version and sum
// stand here.
var others = []struct{ project, module, sum, folder string }{
	{
		"Prometheus Operator", "github.com/prometheus-operator/prometheus-operator@v0.85.0",
		"h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=", "example/prometheus-operator-crd",
	},
	{
		"Argo CD", "github.com/argoproj/argo-cd/v3@v3.3.2",
		"h1:kVHBj5Z0Wm2D6s69l0q6lC/WH5tc4E1peXgEEOPrLLU=", "manifests/crds",
	},
}

// pathOf the file that Write keeps for a kind in the folder of a release.
func pathOf(release, apiVersion, kind string) string {
	return filepath.Join(release, filepath.FromSlash(apiVersion), kind+".json")
}

// Write reads the definitions out of the downloaded modules and keeps them as JSON, which loads far faster: a folder for
// each release of an engine.
func Write(folder string) error {
	for _, source := range sources {
		out, err := exec.Command("go", "list", "-C", source.goMod, "-m", "-f", "{{.Version}} {{.Dir}}", source.module).Output()
		if err != nil {
			return fmt.Errorf("go list -m %s: %w", source.module, err)
		}
		version, home, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
		if err := write(filepath.Join(home, source.folder), filepath.Join(folder, source.engine+" "+version)); err != nil {
			return err
		}
	}
	for _, other := range others {
		home, err := download(other.module, other.sum)
		if err != nil {
			return err
		}
		_, version, _ := strings.Cut(other.module, "@")
		if err := write(filepath.Join(home, other.folder), filepath.Join(folder, other.project+" "+version)); err != nil {
			return err
		}
	}
	return nil
}

// download a module that is not in any go.mod; the folder that it is in.
func download(module, sum string) (string, error) {
	out, err := exec.Command("go", "mod", "download", "-json", module).Output()
	if err != nil {
		return "", fmt.Errorf("go mod download %s: %w", module, err)
	}
	var found struct{ Dir, Sum string }
	if err := json.Unmarshal(out, &found); err != nil {
		return "", fmt.Errorf("go mod download %s: %w", module, err)
	}
	if found.Sum != sum {
		return "", fmt.Errorf("%s has the sum %s, and %s is expected", module, found.Sum, sum)
	}
	return found.Dir, nil
}

func write(from, release string) error {
	files, err := filepath.Glob(filepath.Join(from, "*.yaml"))
	if err != nil {
		return err
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		var crd v1.CustomResourceDefinition
		if err := yaml.Unmarshal(text, &crd); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		// The folders hold other objects too.
		if crd.Kind != "CustomResourceDefinition" {
			continue
		}
		if err := keep(crd.Spec, release); err != nil {
			return err
		}
	}
	if _, err := os.Stat(release); err != nil {
		return fmt.Errorf("no definitions in %s", from)
	}
	return nil
}

func keep(crd v1.CustomResourceDefinitionSpec, release string) error {
	for _, version := range crd.Versions {
		kept := definition{Namespaced: crd.Scope == v1.NamespaceScoped, Schema: version.Schema.OpenAPIV3Schema}
		out, err := json.Marshal(kept)
		if err != nil {
			return err
		}
		path := pathOf(release, crd.Group+"/"+version.Name, crd.Names.Kind)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, out, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func convert(in *v1.JSONSchemaProps, out *apiextensions.JSONSchemaProps) error {
	return v1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(in, out, nil)
}
