// Command expressions evaluates tags, expressions and conditions as the controller of Argo Workflows 4 does: a request a
// line, an answer a line. scripts/conformance/program.mjs builds it.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/argoproj/argo-workflows/v4/util/logging"
)

// Request holds a text of a manifest, and the values it can see by their dotted names; null is an absent optional.
type Request struct {
	Kind  string         `json:"kind"`
	Text  string         `json:"text"`
	Scope map[string]any `json:"scope"`
	// Tasks are those of a DAG beside the one that waits, whose 'depends' is the text.
	Tasks map[string]Task `json:"tasks,omitempty"`
}

// Task is what others may wait for, and what became of it.
type Task struct {
	ContinueOnError  bool        `json:"continueOnError,omitempty"`
	ContinueOnFailed bool        `json:"continueOnFailed,omitempty"`
	Results          TaskResults `json:"results"`
}

// Answer holds what became of the text, or why nothing did.
type Answer struct {
	Text  *string `json:"text,omitempty"`
	Truth *bool   `json:"truth,omitempty"`
	Error string  `json:"error,omitempty"`
	// Waits says that the controller would look again and again, until a deadline.
	Waits bool `json:"waits,omitempty"`
}

func main() {
	quiet := logging.NewSlogLoggerCustom(logging.Error, logging.Text, io.Discard)
	ctx := logging.WithLogger(context.Background(), quiet)
	requests := json.NewDecoder(bufio.NewReaderSize(os.Stdin, 1<<20))
	output := bufio.NewWriter(os.Stdout)
	answers := json.NewEncoder(output)
	answers.SetEscapeHTML(false)
	for {
		var request Request
		err := requests.Decode(&request)
		if err == io.EOF {
			return
		}
		if err == nil {
			err = answers.Encode(answer(ctx, request))
		}
		if err == nil {
			err = output.Flush()
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "expressions:", err)
			os.Exit(1)
		}
	}
}

// answer counts a panic as an error, as the controller does for a workflow.
func answer(ctx context.Context, request Request) (said Answer) {
	defer func() {
		if cause := recover(); cause != nil {
			said = Answer{Error: fmt.Sprintf("panic: %v", cause)}
		}
	}()
	switch request.Kind {
	case "inputs":
		return inputs(ctx, request)
	case "template":
		return template(ctx, request)
	case "item":
		return item(ctx, request)
	case "when":
		return when(ctx, request)
	case "expression":
		return expression(request)
	case "condition":
		return condition(request)
	case "execute":
		return execute(request)
	case "depends":
		return depends(ctx, request)
	case "syntax":
		return syntax(request)
	case "cel":
		return celSyntax(request)
	case "cel-when":
		return celWhen(request)
	case "gjson":
		return exists(request)
	}
	return Answer{Error: fmt.Sprintf("unknown kind %q", request.Kind)}
}
