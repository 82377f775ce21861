// Command kserve lets KServe's own defaulting and validation judge objects, and tells the pods that KServe would make of
// them. It reads a JSON list of objects and prints a JSON list of answers; conformance/cmd/judge asks it.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime/debug"

	corev1 "k8s.io/api/core/v1"
)

const module = "github.com/kserve/kserve"

type question struct {
	// Namespace that the object lands in.
	Namespace string          `json:"namespace"`
	Object    json.RawMessage `json:"object"`
}

type answer struct {
	// Known says whether KServe validates objects of this kind.
	Known    bool   `json:"known"`
	Rejected string `json:"rejected,omitempty"`
	Pods     []pod  `json:"pods,omitempty"`
	// Unknown says why there may be something in the pods that cannot be told.
	Unknown string `json:"unknown,omitempty"`
}

// pod that an object makes, and the part of the object that asks for it.
type pod struct {
	From string         `json:"from"`
	Spec corev1.PodSpec `json:"spec"`
}

func main() {
	write := flag.Bool("write-runtimes", false, "keep the serving runtimes of a default installation beside this program, and do nothing else")
	flag.Parse()
	run := answerAll
	if *write {
		run = writeRuntimes
	}
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "kserve:", err)
		os.Exit(1)
	}
}

func answerAll() error {
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		return err
	}
	known, err := newCluster(questions)
	if err != nil {
		return err
	}
	answers := make([]answer, len(questions))
	for i, asked := range questions {
		answers[i] = known.answer(asked)
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"version": version(), "answers": answers})
}

func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, dependency := range info.Deps {
		if dependency.Path == module {
			return dependency.Version
		}
	}
	return "unknown"
}
