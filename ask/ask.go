// Package ask understands questions as people type them: "what do I need to read
// before Pin?" It knows a closed set of phrasings (patterns.go) and takes a text only if all of it
// fits one of them and every name in it means something in the graph. Anything else is not
// understood: it never guesses.
package ask

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// Kind says which question was asked.
type Kind uint8

// The questions.
const (
	Before  Kind = iota // what to read before the goals
	Ready               // what can be learned next
	Path                // how the first goal leads to the second, or why it is needed for it
	Unlocks             // what the goal opens
	Where               // where the goal is explained
	What                // what the goal is
	Compare             // what two goals have in common
)

// Question is a question that was understood.
type Question struct {
	Kind    Kind
	Goals   []graph.Subject // what it is about; of Path what comes first, then what needs it; of Compare the two sides
	Knowing []graph.Subject // what the asker knows
	// Audience are the readers for whom it is asked; nil: not said.
	Audience *graph.Audience
	Budget   int // minutes; 0: not said
	// Typed are the names that were understood although they were misspelt, as they were typed.
	Typed []string
}

// MaxLength is the most bytes that a question may have.
const MaxLength = 1000

// NotUnderstood is the error about a text that is none of the questions.
type NotUnderstood struct {
	// Names has, where the text fits a question, the names in it that mean nothing or several things.
	Names []graph.Match
}

func (e *NotUnderstood) Error() string {
	if len(e.Names) == 0 {
		return "that is none of the questions that can be answered"
	}
	m := e.Names[0]
	switch {
	case len(m.Candidates) > 0:
		return fmt.Sprintf("%q means several things", m.Name)
	case len(m.Nearest) > 0:
		return fmt.Sprintf("there is nothing called %q; did you mean %s?", m.Name, m.Nearest[0].Name())
	}
	return fmt.Sprintf("there is nothing called %q", m.Name)
}

// Examples are questions that are understood, for people who asked something else.
func Examples() []string {
	return []string{
		"what do I need to read before Pin?",
		"what can I learn next if I know ownership and traits?",
		"why do I need lifetimes for Pin?",
		"what does Future unlock?",
		"how do I get from borrowing to async?",
		"where is Waker explained?",
		"what should I read in 2 hours to get to Send?",
	}
}

// Parse understands a question about a graph. The error is a *NotUnderstood.
func Parse(s *graph.Snapshot, text string) (Question, error) {
	if len(text) > MaxLength {
		return Question{}, &NotUnderstood{}
	}
	p := parser{names: names{s: s}}
	rest := tidy(text)
	rest = p.modifiers(rest)
	var failed *NotUnderstood
	for i := range patterns {
		q, unknown, fits := p.try(&patterns[i], rest)
		switch {
		case fits && len(unknown)+len(p.unknown) == 0:
			return q, nil
		case fits && failed == nil:
			failed = &NotUnderstood{Names: append(unknown, p.unknown...)}
		}
	}
	if failed == nil {
		failed = &NotUnderstood{}
	}
	return Question{}, failed
}

var contracted = regexp.MustCompile(`(?i)\b(what|where|who|how)'s\b`)

// tidy brings a text into the form that patterns are written for: one space between
// words, plain apostrophes, no punctuation around it.
func tidy(text string) string {
	text = strings.NewReplacer("’", "'", "‘", "'", "“", `"`, "”", `"`, "…", " ").Replace(text)
	text = strings.Join(strings.Fields(text), " ")
	text = contracted.ReplaceAllString(text, "$1 is")
	return strings.Trim(text, " ?!.,;:")
}

// Knows lists what the asker, or those for whom it is asked, know.
func (q Question) Knows() []graph.Subject {
	if q.Audience == nil {
		return q.Knowing
	}
	return slices.Concat(q.Knowing, q.Audience.Knows())
}

// Understood says how the question was understood, in a sentence.
func (q Question) Understood() string {
	goals := list(q.Goals)
	var text string
	switch q.Kind {
	case Before:
		text = "What to read before " + goals
	case Ready:
		text = "What can be learned next"
	case Path:
		text = "How " + q.Goals[0].Name() + " leads to " + q.Goals[1].Name()
	case Unlocks:
		text = "What " + goals + " opens"
	case Where:
		text = "Where " + goals + " is explained"
	case What:
		text = "What " + goals + " is"
	case Compare:
		text = "What " + goals + " have in common"
	}
	if q.Audience != nil {
		text += ", for the audience " + q.Audience.Name()
	}
	if len(q.Knowing) > 0 {
		text += ", knowing " + list(q.Knowing)
	}
	if q.Budget > 0 {
		text += fmt.Sprintf(", in %d minutes", q.Budget)
	}
	return text
}

func list(subjects []graph.Subject) string {
	var b strings.Builder
	for i, s := range subjects {
		switch {
		case i > 0 && i == len(subjects)-1:
			b.WriteString(" and ")
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(s.Name())
	}
	return b.String()
}
