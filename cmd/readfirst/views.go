package main

import (
	"context"

	"github.com/readfirst/readfirst/graph"
)

// The JSON that programs get: names and shapes of the API's types
// (schema.graphqls), connections as plain arrays; what is nested gives its id, name and address only.
// Lists are never null. What the API has as null is null.

// ref is a nested thing.
type ref struct {
	ID   graph.ID `json:"id"`
	Name string   `json:"name"`
	URL  *string  `json:"url"`
}

func refOf(s graph.Subject) ref { return ref{s.ID(), s.Name(), orNull(s.URL())} }

func refs[S graph.Subject](subjects []S) []ref {
	list := make([]ref, len(subjects))
	for i, s := range subjects {
		list[i] = refOf(s)
	}
	return list
}

// orNull is null for the text that isn't there.
func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// some is the list itself, never null.
func some[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

type evidenceView struct {
	Quote   string  `json:"quote"`
	Heading *string `json:"heading"`
	In      *ref    `json:"in"`
	URL     *string `json:"url"`
}

type linkView struct {
	ID         graph.ID       `json:"id"`
	Before     ref            `json:"before"`
	After      ref            `json:"after"`
	Need       graph.Need     `json:"need"`
	AnyOf      *string        `json:"anyOf"`
	Origin     graph.Origin   `json:"origin"`
	Status     graph.Status   `json:"status"`
	Decision   *decisionView  `json:"decision"`
	Confidence *float64       `json:"confidence"`
	Why        *string        `json:"why"`
	Evidence   []evidenceView `json:"evidence"`
}

type mentionView struct {
	Article  ref            `json:"article"`
	Concept  ref            `json:"concept"`
	Role     graph.Role     `json:"role"`
	Count    int            `json:"count"`
	Salience float64        `json:"salience"`
	Signals  []graph.Signal `json:"signals"`
	Evidence []evidenceView `json:"evidence"`
}

type matchView struct {
	Name       string `json:"name"`
	Subject    *ref   `json:"subject"`
	Candidates []ref  `json:"candidates"`
	DidYouMean []ref  `json:"didYouMean"`
}

func matchViews(matches []graph.Match) []matchView {
	list := make([]matchView, len(matches))
	for i, m := range matches {
		list[i] = matchView{Name: m.Name, Candidates: refs(m.Candidates), DidYouMean: refs(m.Nearest)}
		if m.Subject != nil {
			subject := refOf(m.Subject)
			list[i].Subject = &subject
		}
	}
	return list
}

// quotes are the quotes behind what an answer shows, read in one statement.
type quotes struct {
	s     *graph.Snapshot
	texts map[graph.ClaimKey][]evidenceView
}

// quotesOf reads the quotes of links and mentions.
func quotesOf(ctx context.Context, s *graph.Snapshot, from graph.EvidenceReader, links []graph.Link, mentions []graph.Mention) (quotes, error) {
	q := quotes{s: s, texts: map[graph.ClaimKey][]evidenceView{}}
	keys := make([]graph.ClaimKey, 0, len(links)+len(mentions))
	for _, l := range links {
		keys = append(keys, l.EvidenceKey())
	}
	for _, m := range mentions {
		keys = append(keys, m.EvidenceKey())
	}
	if len(keys) == 0 {
		return q, nil
	}
	read, err := from.Evidence(ctx, keys)
	if err != nil {
		return q, err
	}
	for i, key := range keys {
		q.texts[key] = q.views(read[i])
	}
	return q, nil
}

func (q quotes) views(evidence []graph.Evidence) []evidenceView {
	list := make([]evidenceView, len(evidence))
	for i, e := range evidence {
		list[i] = evidenceView{Quote: e.Quote, Heading: orNull(e.Heading)}
		if in := q.s.Subject(e.In); in != nil {
			place := refOf(in)
			list[i].In, list[i].URL = &place, place.URL
		}
	}
	return list
}

func (q quotes) links(links []graph.Link) []linkView {
	list := make([]linkView, len(links))
	for i, l := range links {
		list[i] = linkView{ID: l.ID(), Before: refOf(l.Before()), After: refOf(l.After()), Need: l.Need(), AnyOf: orNull(l.AnyOf()),
			Origin: l.Origin(), Status: l.Status(), Decision: decisionViewOf(l.Decision()), Why: orNull(l.Why()), Evidence: some(q.texts[l.EvidenceKey()])}
		if confidence, inferred := l.Confidence(); inferred {
			list[i].Confidence = &confidence
		}
	}
	return list
}

func (q quotes) mentions(mentions []graph.Mention) []mentionView {
	list := make([]mentionView, len(mentions))
	for i, m := range mentions {
		list[i] = mentionView{Article: refOf(m.Article()), Concept: refOf(m.Concept()), Role: m.Role(), Count: m.Count(),
			Salience: m.Salience(), Signals: some(m.Signals()), Evidence: some(q.texts[m.EvidenceKey()])}
	}
	return list
}
