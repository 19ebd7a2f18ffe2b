package api

import (
	"context"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/api/model"
	"github.com/readfirst/readfirst/graph"
)

// Limits on arguments.
const (
	maxList  = 1_000 // items of a list
	maxFirst = 500   // items of a page
	maxName  = graph.MaxLine
)

func checkFirst(first int) error {
	switch {
	case first < 0:
		return model.Errorf(model.Invalid, "`first` is %d: give a number from 0", first)
	case first > maxFirst:
		return model.Errorf(model.Limit, "`first` is %d, more than %d: ask for pages", first, maxFirst)
	}
	return nil
}

func checkList(argument string, length int) error {
	if length > maxList {
		return model.Errorf(model.Limit, "`%s` has %d items, more than %d", argument, length, maxList)
	}
	return nil
}

func checkName(argument, name string) error {
	if len(name) > maxName {
		return model.Errorf(model.Limit, "a name in `%s` has %d bytes, more than %d", argument, len(name), maxName)
	}
	return nil
}

// lookupAll looks up the names of an argument.
func lookupAll(ctx context.Context, argument string, names []string) ([]model.Match, error) {
	if err := checkList(argument, len(names)); err != nil {
		return nil, err
	}
	matches := make([]model.Match, len(names))
	for i, name := range names {
		if err := checkName(argument, name); err != nil {
			return nil, err
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		matches[i] = model.Match{Match: snapshotOf(ctx).Lookup(name)}
	}
	return matches, nil
}

// targets finds what is asked about: each name must mean one thing.
func targets(ctx context.Context, names []string) ([]graph.Subject, error) {
	if len(names) == 0 {
		return nil, model.Errorf(model.Invalid, "`target` is empty: name at least one concept or article")
	}
	matches, err := lookupAll(ctx, "target", names)
	if err != nil {
		return nil, err
	}
	found := make([]graph.Subject, len(matches))
	for i, m := range matches {
		if m.Subject == nil {
			return nil, unclear(m.Match)
		}
		found[i] = m.Subject
	}
	return found, nil
}

// unclear is the error about a name that means nothing or several things.
func unclear(m graph.Match) error {
	if len(m.Candidates) > 0 {
		e := model.Errorf(model.Ambiguous, "%q means several things: use one of their ids", m.Name)
		e.Details = map[string]any{"name": m.Name, "candidates": briefs(m.Candidates)}
		return e
	}
	e := model.Errorf(model.NotFound, "there is no %q", m.Name)
	if len(m.Nearest) > 0 {
		e.Message += "; did you mean " + strings.Join(quoted(m.Nearest), " or ") + "?"
	}
	e.Details = map[string]any{"name": m.Name, "suggestions": briefs(m.Nearest)}
	return e
}

// brief names a thing in an error's extensions.
type brief struct {
	ID   graph.ID `json:"id,omitempty"` // audiences have none
	Name string   `json:"name"`
}

func briefs(subjects []graph.Subject) []brief {
	list := make([]brief, len(subjects))
	for i, s := range subjects {
		list[i] = brief{s.ID(), s.Name()}
	}
	return list
}

func quoted(subjects []graph.Subject) []string {
	names := make([]string, len(subjects))
	for i, s := range subjects {
		names[i] = "“" + s.Name() + "”"
	}
	return names
}

// findOne finds the concept, or the article, of a name; nil if there is none.
func findOne[S graph.Subject](ctx context.Context, name string) (*S, error) {
	if err := checkName("name", name); err != nil {
		return nil, err
	}
	m := snapshotOf(ctx).Lookup(name)
	if one, ok := m.Subject.(S); ok {
		return &one, nil
	}
	m.Candidates = filter(m.Candidates, func(s graph.Subject) bool { _, ok := s.(S); return ok })
	switch len(m.Candidates) {
	case 0:
		return nil, nil
	case 1:
		one := m.Candidates[0].(S)
		return &one, nil
	}
	return nil, unclear(m)
}

// findSeries finds a series by its id, or by its name in any case.
func findSeries(s *graph.Snapshot, name string) (graph.Series, error) {
	if err := checkName("series", name); err != nil {
		return graph.Series{}, err
	}
	if found, ok := s.FindSeries(graph.ID(name)); ok {
		return found, nil
	}
	folded := graph.Fold(strings.TrimSpace(name))
	found := filter(s.Series(), func(r graph.Series) bool { return graph.Fold(r.Name()) == folded })
	if len(found) == 1 {
		return found[0], nil
	}
	list := make([]brief, len(found))
	for i, r := range found {
		list[i] = brief{r.ID(), r.Name()}
	}
	e := model.Errorf(model.NotFound, "there is no series %q", name)
	e.Details = map[string]any{"name": name, "suggestions": list}
	if len(found) > 1 {
		e = model.Errorf(model.Ambiguous, "several series are called %q: use one of their ids", name)
		e.Details = map[string]any{"name": name, "candidates": list}
	}
	return graph.Series{}, e
}

// findAudience finds the audience of a name.
func findAudience(s *graph.Snapshot, name string) (graph.Audience, error) {
	if err := checkName("audience", name); err != nil {
		return graph.Audience{}, err
	}
	audience, ok := s.FindAudience(name)
	if ok {
		return audience, nil
	}
	near := s.NearestAudiences(name, 3)
	e := model.Errorf(model.NotFound, "there is no audience %q", name)
	suggestions := make([]brief, len(near))
	for i, n := range near {
		suggestions[i].Name = n
	}
	if len(near) > 0 {
		e.Message += "; did you mean “" + strings.Join(near, "” or “") + "”?"
	}
	e.Details = map[string]any{"name": name, "suggestions": suggestions}
	return audience, e
}

// node finds anything by its id; nil if there is nothing.
func node(ctx context.Context, id graph.ID) (model.Node, error) {
	s := snapshotOf(ctx)
	if subject := s.Subject(id); subject != nil {
		return subject, nil
	}
	if series, ok := s.FindSeries(id); ok {
		return series, nil
	}
	if link, ok := findLink(s, id); ok {
		return link, nil
	}
	return changeNode(ctx, id)
}

// findLink finds a link by its id, which is "link:", the id of its after, "~",
// and more. Ids may hold a "~" themselves, so each one is tried.
func findLink(s *graph.Snapshot, id graph.ID) (graph.Link, bool) {
	ends, ok := strings.CutPrefix(string(id), "link:")
	if !ok || len(ends) > 3*graph.MaxID {
		return graph.Link{}, false
	}
	for i := range ends {
		if ends[i] != '~' {
			continue
		}
		after := s.Subject(graph.ID(ends[:i]))
		if after == nil {
			continue
		}
		needs := after.Needs()
		if n := slices.IndexFunc(needs, func(l graph.Link) bool { return l.ID() == id }); n >= 0 {
			return needs[n], true
		}
	}
	return graph.Link{}, false
}

// pageByID gives the page behind a cursor of a list that is ordered by id.
func pageByID[N any](all []N, first int, after *string, id func(N) graph.ID) (page model.Page[N], err error) {
	if err := checkFirst(first); err != nil {
		return page, err
	}
	from := 0
	if after != nil {
		last, err := model.ParseCursor(*after)
		if err != nil {
			return page, err
		}
		from, _ = slices.BinarySearchFunc(all, last, func(n N, last graph.ID) int {
			if id(n) <= last {
				return -1
			}
			return 1
		})
	}
	return model.NewPage(all, from, first, id), nil
}

func filter[E any](all []E, wanted func(E) bool) []E {
	var list []E
	for _, e := range all {
		if wanted(e) {
			list = append(list, e)
		}
	}
	return list
}
