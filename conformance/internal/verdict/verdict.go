// Package verdict says what a judge is, and writes down what the judges say.
package verdict

import (
	"fmt"
	"runtime/debug"
	"slices"

	"cdk8s-mlops/conformance/internal/manifest"
)

// What a judge can say of a document.
const (
	Accepted = "accepted"
	Rejected = "rejected"
	NoJudge  = "no-judge"
)

// Verdict of one judge on one document.
type Verdict struct {
	File string `json:"file"`
	Doc  int    `json:"doc"`
	// Inside is the path in the document that holds the object judged; empty for the document itself.
	Inside  string `json:"inside,omitempty"`
	Kind    string `json:"kind"`
	Name    string `json:"name"`
	Judge   string `json:"judge"`
	Verdict string `json:"verdict"`
	Message string `json:"message"`
}

// Judge is a program of an engine that accepts or rejects documents.
type Judge struct {
	Name string
	// Knows says whether documents of this kind are for this judge.
	Knows func(manifest.Document) bool
	// Check returns why the document is rejected, or nil.
	Check func(manifest.Document) error
}

// Of asks every judge that knows the document.
func Of(document manifest.Document, judges []Judge) []Verdict {
	if document.Err != nil {
		return []Verdict{say(document, "YAML", document.Err)}
	}
	var verdicts []Verdict
	for _, judge := range judges {
		if judge.Knows(document) {
			verdicts = append(verdicts, say(document, judge.Name, check(judge, document)))
		}
	}
	if verdicts == nil {
		none := say(document, "", nil)
		none.Verdict, none.Message = NoJudge, "no judge knows "+document.APIVersion+" "+document.Kind
		if document.Kind == "" {
			none.Message = "not a Kubernetes object"
		}
		verdicts = append(verdicts, none)
	}
	return verdicts
}

// Unknown is what a check returns when it cannot tell.
type Unknown string

func (u Unknown) Error() string { return string(u) }

func say(document manifest.Document, judge string, err error) Verdict {
	said := Verdict{
		File: document.File, Doc: document.Index, Inside: document.Inside, Kind: document.Kind, Name: document.Name,
		Judge: judge, Verdict: Accepted,
	}
	if err != nil {
		said.Verdict, said.Message = Rejected, err.Error()
	}
	if isUnknown(err) {
		said.Verdict = NoJudge
	}
	return said
}

// isUnknown says whether an error holds nothing but what could not be told: one real problem is enough to reject.
func isUnknown(err error) bool {
	switch is := err.(type) {
	case Unknown:
		return true
	case interface{ Unwrap() error }:
		return isUnknown(is.Unwrap())
	case interface{ Unwrap() []error }:
		return !slices.ContainsFunc(is.Unwrap(), func(part error) bool { return !isUnknown(part) })
	}
	return false
}

// check counts a panic of an engine's validator as a rejection: the engine would not get past it either.
func check(judge Judge, document manifest.Document) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("the validator panics: %v", cause)
		}
	}()
	return judge.Check(document)
}

// ModuleVersion of a module that this program was built with.
func ModuleVersion(path string) string {
	info, _ := debug.ReadBuildInfo()
	for _, module := range info.Deps {
		if module.Path == path {
			if module.Replace != nil {
				return module.Replace.Version
			}
			return module.Version
		}
	}
	panic("not built with " + path)
}
