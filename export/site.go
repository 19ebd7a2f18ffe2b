package export

import (
	"io"

	"github.com/readfirst/readfirst/graph"
)

// box is what a site shows beside an article: what to read before it.
type box struct {
	ref
	Before   []boxStep     `json:"before"`
	Earlier  int           `json:"earlier"` // steps before these, left out by Nearest
	Minutes  graph.Minutes `json:"minutes"` // of Before
	Withheld int           `json:"withheld"`
}

type boxStep struct {
	Layer   int           `json:"layer"`
	Read    *ref          `json:"read"` // null: the concepts' own summaries stand in
	Also    []ref         `json:"also"`
	Covers  []ref         `json:"covers"`
	Minutes graph.Minutes `json:"minutes"`
	Because []reason      `json:"because"`
}

type reason struct {
	After ref     `json:"after"`
	Why   *string `json:"why"`
}

type site struct {
	Revision graph.Revision `json:"revision"`
	Articles map[string]box `json:"articles"`
}

// Site writes what to read before each article, by the article's address, or its id where
// that is unknown: for the boxes of a site. With opt.Within only the articles within get a box.
func Site(w io.Writer, s *graph.Snapshot, opt graph.ReadOptions) error {
	all := site{Revision: s.Revision(), Articles: map[string]box{}}
	for _, a := range s.Articles() {
		if opt.Within != nil && !opt.Within(a) {
			continue
		}
		key := a.URL()
		if _, taken := all.Articles[key]; key == "" || taken {
			key = string(a.ID())
		}
		all.Articles[key] = boxOf(a, s.ReadBefore([]graph.Subject{a}, opt))
	}
	e := encoder(w)
	e.SetIndent("", "  ")
	return e.Encode(all)
}

func boxOf(a graph.Article, list *graph.ReadingList) box {
	b := box{ref: refOf(a), Before: []boxStep{}, Earlier: len(list.Earlier), Withheld: list.Withheld}
	for _, step := range list.Steps {
		if step.Read != nil && step.Read.ID() == a.ID() {
			continue
		}
		one := boxStep{Layer: step.Layer, Also: refs(step.Also, nil), Covers: refs(step.Covers, nil), Minutes: step.Minutes, Because: []reason{}}
		if step.Read != nil {
			read := refOf(*step.Read)
			one.Read = &read
		}
		for _, l := range step.Because {
			one.Because = append(one.Because, reason{refOf(l.After()), orNull(l.Why())})
		}
		b.Before = append(b.Before, one)
		b.Minutes = b.Minutes.Plus(step.Minutes)
	}
	return b
}
