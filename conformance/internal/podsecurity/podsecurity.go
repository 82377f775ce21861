// Package podsecurity judges every pod that an object would create by the Pod Security Standard "restricted".
package podsecurity

import (
	"errors"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"

	"cdk8s-mlops/conformance/internal/argo"
	"cdk8s-mlops/conformance/internal/kserve"
	"cdk8s-mlops/conformance/internal/manifest"
	"cdk8s-mlops/conformance/internal/verdict"
)

// pod is one that an object would create, and where in the object it comes from.
type pod struct {
	from string
	meta metav1.ObjectMeta
	spec corev1.PodSpec
}

// projection tells the pods of the kinds that it knows.
type projection struct {
	knows func(manifest.Document) bool
	pods  func(manifest.Document) ([]pod, error)
}

// Judge of all objects that create pods; what they refer to is looked up among all documents.
func Judge(all []manifest.Document, served kserve.Answers) (verdict.Judge, error) {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return verdict.Judge{}, err
	}
	restricted := api.LevelVersion{Level: api.LevelRestricted, Version: api.LatestVersion()}
	projections := []projection{
		{argo.Knows, newWorkflowPods(all).of},
		{isTekton, newTaskPods(all).of},
		{isListener, podsOfListener},
		{served.MakesPods, podsOfServices(served)},
		{isController, podsOfController},
	}
	of := func(document manifest.Document) *projection {
		for i := range projections {
			if projections[i].knows(document) {
				return &projections[i]
			}
		}
		return nil
	}
	check := func(document manifest.Document) error {
		pods, err := of(document).pods(document)
		problems := []error{err}
		for _, pod := range pods {
			result := policy.AggregateCheckResults(evaluator.EvaluatePod(restricted, &pod.meta, &pod.spec))
			if !result.Allowed {
				problems = append(problems, fmt.Errorf("%s: %s", pod.from, result.ForbiddenDetail()))
			}
		}
		return errors.Join(problems...)
	}
	knows := func(document manifest.Document) bool { return of(document) != nil }
	return verdict.Judge{Name: "Pod security restricted", Knows: knows, Check: check}, nil
}
