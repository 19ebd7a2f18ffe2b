package main

import (
	"fmt"
	"strings"

	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
)

// lookup finds what a name means: as [graph.Snapshot.Lookup] does, and if that finds nothing also
// an id without its kind, since that is what command lines are printed with.
func lookup(s *graph.Snapshot, name string) graph.Match {
	m := s.Lookup(name)
	for _, kind := range []graph.Kind{graph.KindConcept, graph.KindArticle} {
		if m.Subject == nil && len(m.Candidates) == 0 {
			m.Subject = byBareID(s, kind, name)
		}
	}
	return m
}

// byBareID finds a thing by its id without the kind; nil if there is none.
func byBareID(s *graph.Snapshot, kind graph.Kind, name string) graph.Subject {
	return s.Subject(graph.NewID(kind, strings.ToLower(strings.TrimSpace(name))))
}

// find gives what a name means; else the failure says what comes near.
func (a *app) find(s *graph.Snapshot, name string) (graph.Subject, error) {
	m := lookup(s, name)
	if m.Subject != nil {
		return m.Subject, nil
	}
	return nil, a.notFound(s, m)
}

// findArticle finds an article where an article is asked for: the bare id will
// do, and a concept of the same name is not in the way.
func (a *app) findArticle(s *graph.Snapshot, name string) (graph.Article, error) {
	found, err := a.findOf(s, name, graph.KindArticle)
	if err != nil {
		return graph.Article{}, err
	}
	return found.(graph.Article), nil
}

// findConcept finds a concept where a concept is asked for.
func (a *app) findConcept(s *graph.Snapshot, name string) (graph.Concept, error) {
	found, err := a.findOf(s, name, graph.KindConcept)
	if err != nil {
		return graph.Concept{}, err
	}
	return found.(graph.Concept), nil
}

func (a *app) findOf(s *graph.Snapshot, name string, kind graph.Kind) (graph.Subject, error) {
	m := s.Lookup(name)
	if m.Subject != nil && m.Subject.ID().Kind() == kind {
		return m.Subject, nil
	}
	if found := byBareID(s, kind, name); found != nil {
		return found, nil
	}
	switch same := sameName(s, m, kind); {
	case len(same) == 1:
		return same[0], nil
	case len(same) > 1:
		return nil, a.notFound(s, graph.Match{Name: name, Candidates: same})
	case m.Subject != nil:
		return nil, &failure{exit: exitUse, code: model.NotFound, suggestions: []graph.Subject{m.Subject},
			message: fmt.Sprintf("%q is %s: try %s", name, aKind(m.Subject), a.showCommand(m.Subject))}
	}
	return nil, a.notFound(s, m)
}

// sameName lists the things of a kind that have the name that was looked up.
func sameName(s *graph.Snapshot, m graph.Match, kind graph.Kind) []graph.Subject {
	var same []graph.Subject
	for _, c := range m.Candidates {
		if c.ID().Kind() == kind {
			same = append(same, c)
		}
	}
	if same != nil || kind != graph.KindArticle {
		return same
	}
	for _, article := range s.Articles() {
		if graph.Fold(article.Name()) == graph.Fold(m.Name) {
			same = append(same, article)
		}
	}
	return same
}

// notFound is the failure of a name that means nothing, or several things.
func (a *app) notFound(s *graph.Snapshot, m graph.Match) error {
	f := &failure{exit: exitUse, code: model.NotFound, suggestions: m.Nearest, candidates: m.Candidates}
	switch {
	case len(m.Candidates) > 0:
		f.code = model.Ambiguous
		f.message = fmt.Sprintf("%q means several things: name one by its id: %s", m.Name, nameList(m.Candidates, " or ", idOf))
	case len(s.Concepts())+len(s.Articles()) == 0:
		f.message = fmt.Sprintf("there is nothing called %q, since the store is empty: try %s", m.Name, a.command("load", "corpus:rust"))
	case len(m.Nearest) > 0:
		f.message = fmt.Sprintf("there is nothing called %q: did you mean %s?", m.Name, nameList(m.Nearest, " or ", graph.Subject.Name))
	default:
		f.message = fmt.Sprintf("there is nothing called %q: %s lists what there is", m.Name, a.command("concepts"))
	}
	return f
}

func idOf(s graph.Subject) string { return string(s.ID()) }

// nameList joins what a function says of some things: "a, b or c".
func nameList[T any](things []T, last string, say func(T) string) string {
	var b strings.Builder
	for i, thing := range things {
		switch {
		case i > 0 && i == len(things)-1:
			b.WriteString(last)
		case i > 0:
			b.WriteString(", ")
		}
		b.WriteString(say(thing))
	}
	return b.String()
}

func aKind(s graph.Subject) string {
	if s.ID().Kind() == graph.KindArticle {
		return "an article"
	}
	return "a concept"
}

// showCommand is the command line that shows a thing.
func (a *app) showCommand(s graph.Subject) string {
	if s.ID().Kind() == graph.KindArticle {
		return a.command("articles", s.ID().Slug())
	}
	return a.command("concepts", s.ID().Slug())
}

// command is a command line as the user can type it, on the same store.
func (a *app) command(words ...string) string {
	line := "readfirst"
	for _, word := range words {
		line += " " + shellWord(word)
	}
	if a.store != "" {
		line += " --store " + shellWord(a.store)
	}
	return line
}

// shellWord quotes what a shell would not take as it is.
func shellWord(word string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:+,@%", r) || r > 0x9f
	}
	if word != "" && strings.IndexFunc(word, func(r rune) bool { return !plain(r) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
