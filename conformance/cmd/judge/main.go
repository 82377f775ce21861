// Command judge lets the engines' own validators judge manifests, and prints one verdict a line for each document and
// judge. scripts/conformance.mjs builds and runs it.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strings"

	"cdk8s-mlops/conformance/internal/argo"
	"cdk8s-mlops/conformance/internal/crd"
	"cdk8s-mlops/conformance/internal/events"
	"cdk8s-mlops/conformance/internal/kserve"
	"cdk8s-mlops/conformance/internal/kubernetes"
	"cdk8s-mlops/conformance/internal/manifest"
	"cdk8s-mlops/conformance/internal/podsecurity"
	"cdk8s-mlops/conformance/internal/tekton"
	"cdk8s-mlops/conformance/internal/verdict"
)

type settings struct {
	definitions, kserve string
	tekton              features
}

func main() {
	var given settings
	flag.StringVar(&given.definitions, "crds", "", "folder of CustomResourceDefinitions that -write-crds has filled")
	flag.StringVar(&given.kserve, "kserve", "", "the program built from conformance/kserve")
	flag.Var(&given.tekton, "tekton", "a setting of Tekton's ConfigMap feature-flags, such as enable-api-fields=alpha; may be repeated")
	write := flag.Bool("write-crds", false, "fill the folder from the downloaded modules, and do nothing else")
	defaulted := flag.Bool("defaulted", false, "print what Tekton's webhooks make of each document they know, instead of verdicts")
	flag.Parse()
	var err error
	switch {
	case *write:
		err = crd.Write(given.definitions)
	case *defaulted:
		err = printDefaulted(given.tekton, flag.Args())
	default:
		err = run(given, flag.Args())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "judge:", err)
		os.Exit(1)
	}
}

// features of Tekton, each given as name=value.
type features map[string]string

func (f *features) String() string { return "" }

func (f *features) Set(text string) error {
	name, value, found := strings.Cut(text, "=")
	if !found {
		return fmt.Errorf("%q is not name=value", text)
	}
	if *f == nil {
		*f = features{}
	}
	(*f)[name] = value
	return nil
}

func run(given settings, files []string) error {
	documents, err := read(files)
	if err != nil {
		return err
	}
	judges, err := judgesOf(given, documents)
	if err != nil {
		return err
	}
	buffer := bufio.NewWriter(os.Stdout)
	lines := json.NewEncoder(buffer)
	lines.SetEscapeHTML(false)
	for _, document := range documents {
		for _, said := range verdict.Of(document, judges) {
			if err := lines.Encode(said); err != nil {
				return err
			}
		}
	}
	return buffer.Flush()
}

// printDefaulted prints one line for each document that Tekton knows: what the API server stores of it.
func printDefaulted(settings features, files []string) error {
	documents, err := read(files)
	if err != nil {
		return err
	}
	pipelines, err := tekton.Pipelines(settings)
	if err != nil {
		return err
	}
	lines := json.NewEncoder(os.Stdout)
	lines.SetEscapeHTML(false)
	for _, webhook := range []tekton.Webhook{pipelines, tekton.Triggers()} {
		for _, document := range documents {
			if document.Inside != "" || !webhook.Knows(document) {
				continue
			}
			object, err := webhook.Mutate(document)
			if err != nil {
				return err
			}
			line := struct {
				File   string          `json:"file"`
				Doc    int             `json:"doc"`
				Object json.RawMessage `json:"object"`
			}{document.File, document.Index, object}
			if err := lines.Encode(line); err != nil {
				return err
			}
		}
	}
	return nil
}

// read the documents of the files, each followed by the objects that it would create.
func read(files []string) ([]manifest.Document, error) {
	var documents []manifest.Document
	for _, file := range files {
		found, err := manifest.Read(file)
		if err != nil {
			return nil, err
		}
		for _, document := range found {
			documents = append(documents, document)
			documents = append(documents, events.Inside(document)...)
			documents = append(documents, tekton.Inside(document)...)
		}
	}
	return documents, nil
}

func judgesOf(given settings, documents []manifest.Document) ([]verdict.Judge, error) {
	pipelines, err := tekton.Pipelines(given.tekton)
	if err != nil {
		return nil, err
	}
	served, err := kserve.Ask(given.kserve, documents)
	if err != nil {
		return nil, err
	}
	security, err := podsecurity.Judge(documents, served)
	if err != nil {
		return nil, err
	}
	definitions, err := crd.Judges(given.definitions, pipelines.Mutate)
	if err != nil {
		return nil, err
	}
	judges := []verdict.Judge{
		argo.V4(documents), argo.V3(documents), events.Judge(documents),
		pipelines.Judge(), tekton.Triggers().Judge(), served.Judge(),
	}
	judges = append(judges, definitions...)
	return append(judges, kubernetes.Judge(), security), nil
}
