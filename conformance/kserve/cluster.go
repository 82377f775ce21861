package main

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/kserve/kserve/pkg/apis/serving/v1alpha1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"sigs.k8s.io/controller-runtime/pkg/client"
	"sigs.k8s.io/yaml"
)

var scheme = runtime.NewScheme()

func init() {
	if err := v1alpha1.AddToScheme(scheme); err != nil {
		panic(err)
	}
}

// cluster answers KServe's questions for serving runtimes: those of the given objects and, unless given too, those of a
// default installation.
type cluster struct {
	client.Client
	runtimes        []v1alpha1.ServingRuntime
	clusterRuntimes []v1alpha1.ClusterServingRuntime
}

func newCluster(questions []question) (cluster, error) {
	var found cluster
	given := map[string]bool{}
	for _, asked := range questions {
		var kind metav1.TypeMeta
		if err := json.Unmarshal(asked.Object, &kind); err != nil {
			continue
		}
		switch kind.Kind {
		case "ServingRuntime":
			var serving v1alpha1.ServingRuntime
			if decode(asked, &serving) == nil {
				found.runtimes = append(found.runtimes, serving)
			}
		case "ClusterServingRuntime":
			var serving v1alpha1.ClusterServingRuntime
			if decode(asked, &serving) == nil {
				found.clusterRuntimes = append(found.clusterRuntimes, serving)
				given[serving.Name] = true
			}
		}
	}
	installed, err := readRuntimes()
	for _, serving := range installed {
		if !given[serving.Name] {
			found.clusterRuntimes = append(found.clusterRuntimes, serving)
		}
	}
	return found, err
}

// without an object: it is to be created.
func (c cluster) without(object metav1.Object) cluster {
	var rest cluster
	for _, serving := range c.runtimes {
		if serving.Name != object.GetName() || serving.Namespace != object.GetNamespace() {
			rest.runtimes = append(rest.runtimes, serving)
		}
	}
	for _, serving := range c.clusterRuntimes {
		if serving.Name != object.GetName() {
			rest.clusterRuntimes = append(rest.clusterRuntimes, serving)
		}
	}
	return rest
}

func (c cluster) Get(_ context.Context, key client.ObjectKey, into client.Object, _ ...client.GetOption) error {
	switch into := into.(type) {
	case *v1alpha1.ServingRuntime:
		for _, serving := range c.runtimes {
			if serving.Name == key.Name && serving.Namespace == key.Namespace {
				*into = *serving.DeepCopy()
				return nil
			}
		}
	case *v1alpha1.ClusterServingRuntime:
		for _, serving := range c.clusterRuntimes {
			if serving.Name == key.Name {
				*into = *serving.DeepCopy()
				return nil
			}
		}
	}
	return apierrors.NewNotFound(schema.GroupResource{Group: "serving.kserve.io"}, key.Name)
}

func (c cluster) List(_ context.Context, into client.ObjectList, options ...client.ListOption) error {
	var narrowed client.ListOptions
	narrowed.ApplyOptions(options)
	switch into := into.(type) {
	case *v1alpha1.ServingRuntimeList:
		for _, serving := range c.runtimes {
			if serving.Namespace == narrowed.Namespace {
				into.Items = append(into.Items, *serving.DeepCopy())
			}
		}
	case *v1alpha1.ClusterServingRuntimeList:
		for _, serving := range c.clusterRuntimes {
			into.Items = append(into.Items, *serving.DeepCopy())
		}
	}
	return nil
}

// installedAt is beside this program.
func installedAt() (string, error) {
	program, err := os.Executable()
	return filepath.Join(filepath.Dir(program), "runtimes.json"), err
}

// writeRuntimes reads the serving runtimes out of the downloaded module.
func writeRuntimes() error {
	home, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(strings.TrimSpace(string(home)), "config/runtimes", "*.yaml"))
	if err != nil {
		return err
	}
	var found []v1alpha1.ClusterServingRuntime
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		var serving v1alpha1.ClusterServingRuntime
		if err := yaml.Unmarshal(text, &serving); err != nil {
			return err
		}
		if serving.Kind == "ClusterServingRuntime" {
			found = append(found, serving)
		}
	}
	text, err := json.Marshal(found)
	if err != nil {
		return err
	}
	path, err := installedAt()
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}

func readRuntimes() (found []v1alpha1.ClusterServingRuntime, err error) {
	path, err := installedAt()
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return found, json.Unmarshal(text, &found)
}
