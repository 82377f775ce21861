// Package manifest reads Kubernetes objects out of YAML files the way kubectl does.
package manifest

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"strings"

	"sigs.k8s.io/yaml"
)

// Document is one object of a file.
type Document struct {
	File string
	// Index is the position in the file, from 0.
	Index int
	// Inside is the path in the document that holds this one; empty for a document of its own.
	Inside                            string
	APIVersion, Kind, Name, Namespace string
	JSON                              []byte
	// Err says why the text is not one object, such as a key that occurs twice.
	Err error
	// home is the namespace that the object lands in when it names none.
	home string
}

// Group of the API version; empty for the core group.
func (d Document) Group() string {
	group, _, found := strings.Cut(d.APIVersion, "/")
	if !found {
		return ""
	}
	return group
}

// Space is the namespace that an object lands in when it names none: that of the object it is inside of, and kubectl
// puts the others into "default".
func (d Document) Space() string {
	return cmp.Or(d.Namespace, d.home, "default")
}

// Generated is a name that the API server could make of a generateName.
func Generated(prefix string) string {
	return prefix[:min(len(prefix), 58)] + "00000"
}

// Holding is a document inside this one, such as the Workflow that a Sensor submits.
func (d Document) Holding(path, text string) Document {
	inner := parse(text)
	inner.File, inner.Index, inner.Inside, inner.home = d.File, d.Index, path, d.Space()
	return inner
}

// separator does not use \s, which would eat the line that follows.
var separator = regexp.MustCompile(`(?m)^---(?:[ \t].*)?$`)

var comments = regexp.MustCompile(`(?m)^[ \t]*(?:#.*)?$`)

// Read splits a file into its documents; empty ones are left out.
func Read(file string) ([]Document, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var documents []Document
	for _, part := range separator.Split(string(text), -1) {
		if strings.TrimSpace(comments.ReplaceAllString(part, "")) == "" {
			continue
		}
		document := parse(part)
		document.File, document.Index = file, len(documents)
		documents = append(documents, document)
	}
	return documents, nil
}

func parse(text string) Document {
	var document Document
	document.JSON, document.Err = yaml.YAMLToJSONStrict([]byte(text))
	if document.Err != nil {
		// Whatever can be read tells which object is broken.
		document.JSON, _ = yaml.YAMLToJSON([]byte(text))
	}
	var head struct {
		APIVersion string `json:"apiVersion"`
		Kind       string `json:"kind"`
		Metadata   struct {
			Name         string `json:"name"`
			GenerateName string `json:"generateName"`
			Namespace    string `json:"namespace"`
		} `json:"metadata"`
	}
	if err := json.Unmarshal(document.JSON, &head); err != nil && document.Err == nil {
		document.Err = fmt.Errorf("not a Kubernetes object: %w", err)
	}
	document.APIVersion, document.Kind = head.APIVersion, head.Kind
	document.Name, document.Namespace = head.Metadata.Name, head.Metadata.Namespace
	if document.Name == "" && head.Metadata.GenerateName != "" {
		document.Name = head.Metadata.GenerateName + "*"
	}
	return document
}
