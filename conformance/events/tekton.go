package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/tektoncd/triggers/pkg/apis/triggers/v1beta1"
	"github.com/tektoncd/triggers/pkg/interceptors/cel"
	"github.com/tektoncd/triggers/pkg/interceptors/github"
	"github.com/tektoncd/triggers/pkg/template"
)

// ListenerCall is a POST to an EventListener, and the objects that it needs.
type ListenerCall struct {
	Listener v1beta1.EventListener   `json:"listener"`
	Binding  *v1beta1.TriggerBinding `json:"binding,omitempty"`
	Template v1beta1.TriggerTemplate `json:"template"`
	// Secret is the value of every key.
	Secret  string            `json:"secret"`
	Path    string            `json:"path"`
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
}

// heard asks the interceptors of the first trigger, as processTriggers does, and makes what it creates.
func heard(call ListenerCall) Answer {
	trigger := call.Listener.Spec.Triggers[0]
	header := http.Header{}
	for name, value := range call.Headers {
		header.Set(name, value)
	}
	url := "http://listener" + call.Path
	for _, interceptor := range trigger.Interceptors {
		params, err := paramsOf(interceptor)
		if err != nil {
			return Answer{Failed: err.Error()}
		}
		request := &v1beta1.InterceptorRequest{
			Body:              call.Body,
			Header:            header,
			InterceptorParams: params,
			Context:           &v1beta1.TriggerContext{EventURL: url, EventID: "1", TriggerID: "namespaces/test/triggers/test"},
		}
		var said *v1beta1.InterceptorResponse
		switch interceptor.GetName() {
		case "github":
			said = github.NewInterceptor(secret(call.Secret)).Process(context.Background(), request)
		case "cel":
			said = cel.NewInterceptor(secret(call.Secret)).Process(context.Background(), request)
		default:
			return Answer{Failed: fmt.Sprintf("no interceptor %q is known here", interceptor.GetName())}
		}
		if !said.Continue {
			return Answer{Refused: said.Status.Message + " "}
		}
	}
	resolved := template.ResolvedTrigger{TriggerTemplate: &call.Template}
	if call.Binding != nil {
		resolved.BindingParams = call.Binding.Spec.Params
	}
	params, err := template.ResolveParams(resolved, []byte(call.Body), header, nil, template.TriggerContext{EventID: "1"})
	if err != nil {
		return Answer{Failed: err.Error()}
	}
	created := template.ResolveResources(&call.Template, params)[0]
	if !json.Valid(created) {
		return Answer{Failed: "created is no JSON: " + strings.ToValidUTF8(string(created), "?")}
	}
	return Answer{Created: created}
}

func paramsOf(interceptor *v1beta1.TriggerInterceptor) (map[string]any, error) {
	params := map[string]any{}
	for _, param := range interceptor.Params {
		var value any
		if err := json.Unmarshal(param.Value.Raw, &value); err != nil {
			return nil, err
		}
		params[param.Name] = value
	}
	return params, nil
}

type secret string

func (s secret) Get(context.Context, string, *v1beta1.SecretRef) ([]byte, error) {
	return []byte(s), nil
}
