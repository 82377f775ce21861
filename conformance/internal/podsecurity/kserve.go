package podsecurity

import (
	"cdk8s-mlops/conformance/internal/kserve"
	"cdk8s-mlops/conformance/internal/manifest"
)

func podsOfServices(answers kserve.Answers) func(manifest.Document) ([]pod, error) {
	return func(document manifest.Document) ([]pod, error) {
		made, err := answers.Pods(document)
		pods := make([]pod, 0, len(made))
		for _, one := range made {
			pods = append(pods, pod{from: one.From, spec: one.Spec})
		}
		return pods, err
	}
}
