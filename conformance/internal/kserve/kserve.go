// Package kserve asks the program in conformance/kserve, which cannot be linked with the other engines: KServe needs an
// older line of the Kubernetes libraries.
package kserve

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"

	corev1 "k8s.io/api/core/v1"

	"cdk8s-mlops/conformance/internal/manifest"
	"cdk8s-mlops/conformance/internal/verdict"
)

// Answers of the program on the documents of KServe.
type Answers struct {
	version string
	of      map[place]answer
}

// place of a document among all.
type place struct {
	file   string
	index  int
	inside string
}

// answer says whether the object is one of the kinds that KServe validates, why it is rejected, and which pods it makes.
type answer struct {
	Known    bool   `json:"known"`
	Rejected string `json:"rejected"`
	Pods     []Pod  `json:"pods"`
	// Unknown says why the pods cannot be told.
	Unknown string `json:"unknown"`
}

// Pod that an object makes, and the part of the object that asks for it.
type Pod struct {
	From string         `json:"from"`
	Spec corev1.PodSpec `json:"spec"`
}

func placeOf(document manifest.Document) place {
	return place{document.File, document.Index, document.Inside}
}

// Ask runs the program on all documents of KServe at once, as they refer to each other.
func Ask(program string, all []manifest.Document) (Answers, error) {
	answers := Answers{of: map[place]answer{}}
	type question struct {
		Namespace string          `json:"namespace"`
		Object    json.RawMessage `json:"object"`
	}
	var asked []manifest.Document
	var questions []question
	for _, document := range all {
		if document.Group() == "serving.kserve.io" && document.Err == nil {
			asked = append(asked, document)
			questions = append(questions, question{document.Space(), document.JSON})
		}
	}
	if len(questions) == 0 {
		return answers, nil
	}
	text, err := json.Marshal(questions)
	if err != nil {
		return answers, err
	}
	command := exec.Command(program)
	command.Stdin, command.Stderr = bytes.NewReader(text), os.Stderr
	out, err := command.Output()
	if err != nil {
		return answers, fmt.Errorf("%s: %w", program, err)
	}
	var said struct {
		Version string   `json:"version"`
		Answers []answer `json:"answers"`
	}
	if err := json.Unmarshal(out, &said); err != nil {
		return answers, fmt.Errorf("%s: %w", program, err)
	}
	if len(said.Answers) != len(asked) {
		return answers, fmt.Errorf("%s: %d answers to %d questions", program, len(said.Answers), len(asked))
	}
	answers.version = said.Version
	for i, document := range asked {
		answers.of[placeOf(document)] = said.Answers[i]
	}
	return answers, nil
}

// Judge by KServe's defaulting and validation.
func (a Answers) Judge() verdict.Judge {
	return verdict.Judge{
		Name:  "KServe " + a.version,
		Knows: func(document manifest.Document) bool { return a.of[placeOf(document)].Known },
		Check: func(document manifest.Document) error {
			if rejected := a.of[placeOf(document)].Rejected; rejected != "" {
				return errors.New(rejected)
			}
			return nil
		},
	}
}

// MakesPods says whether pods of a document are known, or why they are not.
func (a Answers) MakesPods(document manifest.Document) bool {
	said := a.of[placeOf(document)]
	return len(said.Pods) > 0 || said.Unknown != ""
}

// Pods of a document, and why there may be others.
func (a Answers) Pods(document manifest.Document) ([]Pod, error) {
	said := a.of[placeOf(document)]
	if said.Unknown != "" {
		return said.Pods, verdict.Unknown(said.Unknown)
	}
	return said.Pods, nil
}
