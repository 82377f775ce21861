// Command yaml-readers reads YAML the way kubectl, Argo CD and Flux do, so that tests can compare.
//
// Each line of standard input is a JSON string with one YAML document; each line of standard output is
// {"value": …} with what sigs.k8s.io/yaml made of it, or {"error": "…"}.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"sigs.k8s.io/yaml"
)

type answer struct {
	Value json.RawMessage `json:"value,omitempty"`
	Error string          `json:"error,omitempty"`
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(make([]byte, 0, 1<<20), 1<<30)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in.Scan() {
		line, err := json.Marshal(read(in.Bytes()))
		if err != nil {
			line, _ = json.Marshal(answer{Error: err.Error()})
		}
		fmt.Fprintf(out, "%s\n", line)
	}
	if err := in.Err(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func read(line []byte) answer {
	var document string
	if err := json.Unmarshal(line, &document); err != nil {
		return answer{Error: err.Error()}
	}
	value, err := yaml.YAMLToJSONStrict([]byte(document))
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Value: value}
}
