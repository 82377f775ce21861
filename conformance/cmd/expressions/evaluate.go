package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/Knetic/govaluate"
	wfv1 "github.com/argoproj/argo-workflows/v4/pkg/apis/workflow/v1alpha1"
	"github.com/argoproj/argo-workflows/v4/util/expr/argoexpr"
	"github.com/argoproj/argo-workflows/v4/util/expr/env"
	argotemplate "github.com/argoproj/argo-workflows/v4/util/template"
	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/parser"
)

// inputs is the first round, when a template gets its arguments: common.SubstituteParams.
func inputs(ctx context.Context, request Request) Answer {
	return replaced(request.Text, func(text string) (string, error) {
		return argotemplate.Replace(ctx, text, request.Scope, true)
	})
}

// template is the second round, when what a step needs is there: resolveReferences and resolveDependencyReferences.
func template(ctx context.Context, request Request) Answer {
	return replaced(request.Text, func(text string) (string, error) {
		return argotemplate.ReplaceStrictAny(ctx, text, request.Scope, []string{"steps", "tasks"})
	})
}

// item is the last round, for each item of a list: processItem.
func item(ctx context.Context, request Request) Answer {
	return replaced(request.Text, func(text string) (string, error) {
		return argotemplate.Replace(ctx, text, request.Scope, false)
	})
}

// when is the second round for a condition, and then shouldExecute.
func when(ctx context.Context, request Request) Answer {
	said := template(ctx, request)
	if said.Text == nil {
		return said
	}
	truth, err := shouldExecute(*said.Text)
	if err != nil {
		said.Error = err.Error()
		return said
	}
	said.Truth = &truth
	return said
}

// expression is valueFrom.expression of an output: wfScope.resolveParameter.
func expression(request Request) Answer {
	scope := env.GetFuncMap(request.Scope)
	program, err := expr.Compile(request.Text, expr.Env(scope))
	if err != nil {
		return Answer{Error: err.Error()}
	}
	value, err := expr.Run(program, scope)
	if err != nil {
		return Answer{Error: err.Error()}
	}
	if value == nil {
		return Answer{Error: "the expression yields nil"}
	}
	text := wfv1.AnyStringPtr(value).String()
	return Answer{Text: &text}
}

// condition is the expression of a hook or of a retry strategy.
func condition(request Request) Answer {
	truth, err := argoexpr.EvalBool(request.Text, env.GetFuncMap(request.Scope))
	if err != nil {
		return Answer{Error: err.Error()}
	}
	return Answer{Truth: &truth}
}

// execute is shouldExecute alone, for a text in which everything was replaced.
func execute(request Request) Answer {
	truth, err := shouldExecute(request.Text)
	if err != nil {
		return Answer{Error: err.Error()}
	}
	return Answer{Truth: &truth}
}

// syntax says whether a text is an expression at all; the early rounds leave alone what is none.
func syntax(request Request) Answer {
	tree, err := parser.Parse(request.Text)
	if err != nil {
		return Answer{Error: err.Error()}
	}
	text := tree.Node.String()
	return Answer{Text: &text}
}

// replaced puts the text into JSON, as the controller does with whole templates, and takes it out again.
func replaced(text string, replace func(string) (string, error)) Answer {
	before, err := json.Marshal(text)
	if err != nil {
		return Answer{Error: err.Error()}
	}
	after, err := replace(string(before))
	if err != nil {
		return Answer{Error: err.Error(), Waits: argotemplate.IsMissingVariableErr(err)}
	}
	var result string
	if err := json.Unmarshal([]byte(after), &result); err != nil {
		return Answer{Error: err.Error()}
	}
	return Answer{Text: &result}
}

// shouldExecute does what the unexported function of that name in workflow/controller/steps.go of Argo Workflows does.
func shouldExecute(when string) (bool, error) {
	if when == "" {
		return true, nil
	}
	parsed, err := govaluate.NewEvaluableExpression(when)
	if err != nil {
		return false, fmt.Errorf("invalid 'when' expression '%s': %w", when, err)
	}
	// Bare words are text.
	tokens := parsed.Tokens()
	for i, token := range tokens {
		if token.Kind == govaluate.VARIABLE {
			token.Kind = govaluate.STRING
			tokens[i] = token
		}
	}
	parsed, err = govaluate.NewEvaluableExpressionFromTokens(tokens)
	if err != nil {
		return false, fmt.Errorf("failed to parse 'when' expression '%s': %w", when, err)
	}
	value, err := parsed.Evaluate(nil)
	if err != nil {
		return false, fmt.Errorf("failed to evaluate 'when' expression '%s': %w", when, err)
	}
	truth, ok := value.(bool)
	if !ok {
		return false, fmt.Errorf("expected boolean evaluation for '%s', got %v", when, value)
	}
	return truth, nil
}
