// Command events does with events what Argo Events and Tekton Triggers do: it checks signatures, asks filters, and puts values
// into what is created. A request a line, an answer a line. scripts/conformance/program.mjs builds it.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/argoproj/argo-events/pkg/apis/events/v1alpha1"
)

// Request is a call of GitHub, what has come for a Sensor, or a call of an EventListener.
type Request struct {
	GitHub *Call         `json:"github,omitempty"`
	Sensor *SensorEvents `json:"sensor,omitempty"`
	Tekton *ListenerCall `json:"tekton,omitempty"`
}

// Call is a POST.
type Call struct {
	Secret  string            `json:"secret"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
}

// SensorEvents are the events of a Sensor, by the names of its dependencies.
type SensorEvents struct {
	Object v1alpha1.Sensor   `json:"object"`
	Events map[string]string `json:"events"`
}

// Answer holds what goes to the bus, or what is created, or why nothing is.
type Answer struct {
	Event   string          `json:"event,omitempty"`
	Created json.RawMessage `json:"created,omitempty"`
	// Refused says that the call was refused, or that an event has not what was asked for.
	Refused string `json:"refused,omitempty"`
	// Failed says that an event was let through, and nothing could be made of it.
	Failed string `json:"failed,omitempty"`
}

func main() {
	requests := json.NewDecoder(bufio.NewReaderSize(os.Stdin, 1<<20))
	output := bufio.NewWriter(os.Stdout)
	answers := json.NewEncoder(output)
	answers.SetEscapeHTML(false)
	// Argo Events prints what it could not find.
	os.Stdout = os.Stderr
	for {
		var request Request
		err := requests.Decode(&request)
		if err == io.EOF {
			return
		}
		if err == nil {
			err = answers.Encode(answer(request))
		}
		if err == nil {
			err = output.Flush()
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "events:", err)
			os.Exit(1)
		}
	}
}

func answer(request Request) (said Answer) {
	defer func() {
		if cause := recover(); cause != nil {
			said = Answer{Failed: fmt.Sprintf("panic: %v", cause)}
		}
	}()
	switch {
	case request.GitHub != nil:
		return received(*request.GitHub)
	case request.Sensor != nil:
		return started(*request.Sensor)
	case request.Tekton != nil:
		return heard(*request.Tekton)
	}
	return Answer{Failed: "neither a call nor events"}
}
