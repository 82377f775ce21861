// Package podsecurity judges every pod that an object would create by the Pod Security Standard "restricted".
package podsecurity

import (
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/pod-security-admission/admission"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"

	"cdk8s-mlops/conformance/internal/argo"
	"cdk8s-mlops/conformance/internal/kubernetes"
	"cdk8s-mlops/conformance/internal/manifest"
	"cdk8s-mlops/conformance/internal/verdict"
)

// pod is one that an object would create, and where in the object it comes from.
type pod struct {
	from string
	meta metav1.ObjectMeta
	spec corev1.PodSpec
}

// Judge of all objects that create pods; templates of Argo are looked up among all documents.
func Judge(all []manifest.Document) (verdict.Judge, error) {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return verdict.Judge{}, err
	}
	restricted := api.LevelVersion{Level: api.LevelRestricted, Version: api.LatestVersion()}
	workflows := newWorkflowPods(all)
	check := func(document manifest.Document) error {
		project := podsOfController
		if argo.Knows(document) {
			project = workflows.of
		}
		pods, err := project(document)
		problems := []error{err}
		for _, pod := range pods {
			result := policy.AggregateCheckResults(evaluator.EvaluatePod(restricted, &pod.meta, &pod.spec))
			if !result.Allowed {
				problems = append(problems, fmt.Errorf("%s: %s", pod.from, result.ForbiddenDetail()))
			}
		}
		return errors.Join(problems...)
	}
	knows := func(document manifest.Document) bool {
		return argo.Knows(document) || controllers[document.Group()+"/"+document.Kind]
	}
	return verdict.Judge{Name: "Pod security restricted", Knows: knows, Check: check}, nil
}

var controllers = map[string]bool{
	"/Pod": true, "apps/DaemonSet": true, "apps/Deployment": true, "apps/StatefulSet": true, "batch/CronJob": true, "batch/Job": true,
}

func podsOfController(document manifest.Document) ([]pod, error) {
	object, err := kubernetes.Decode(document)
	if err != nil && !runtime.IsStrictDecodingError(err) {
		return nil, err
	}
	meta, spec, err := admission.DefaultPodSpecExtractor{}.ExtractPodSpec(object)
	if err != nil {
		return nil, err
	}
	return []pod{{from: "pod", meta: *meta, spec: *spec}}, nil
}
