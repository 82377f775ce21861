package main

import "github.com/google/cel-go/cel"

// celSyntax says whether a text can be read, as the interceptor of Tekton Triggers does before anything is known of its names.
func celSyntax(request Request) Answer {
	env, err := cel.NewEnv()
	if err != nil {
		return Answer{Error: err.Error()}
	}
	if _, issues := env.Parse(request.Text); issues.Err() != nil {
		return Answer{Error: issues.Err().Error()}
	}
	return Answer{}
}

// celWhen says what the webhook of Tekton says of a condition: it knows no names.
func celWhen(request Request) Answer {
	env, err := cel.NewEnv()
	if err != nil {
		return Answer{Error: err.Error()}
	}
	if _, issues := env.Compile(request.Text); issues.Err() != nil {
		return Answer{Error: issues.Err().Error()}
	}
	return Answer{}
}
