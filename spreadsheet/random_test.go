package spreadsheet_test

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/spreadsheet"
)

// words are texts that tables have trouble with.
var words = []string{"Pin", "pin", "a;b", `back\slash`, `a\;b`, "x|y", "=1+1", "'=1", "+", "-> T", "@home", "'static", "1.0", "007", "3/4", "2024-01-05", "Mar 1", "1. sept", "SEPT2", "a\tb", "TRUE",
	"say \"hi\"", "two\nlines", "cr\r\nlf", "a,b", " padded ", "\tTab", "所有権", "שלום", "🦀", "end", "--", "''", "concept:0", "x:y", "؟", "\u200b"}

func word(t *rapid.T, what string) string {
	if rapid.IntRange(0, 3).Draw(t, what+" is any text") == 0 {
		return rapid.StringN(0, 12, 40).Draw(t, what)
	}
	return rapid.SampledFrom(words).Draw(t, what)
}

// drawState draws a graph of several sources, one of them an import, with groups, guesses and decisions.
func drawState(t *rapid.T) *graph.State {
	d := drawer{t: t}
	for i := range d.upTo("concepts", 2, 6) {
		d.concepts = append(d.concepts, graph.NewID(graph.KindConcept, fmt.Sprint(i)))
	}
	var batch graph.Batch
	for _, id := range []string{"a", "zebra", "corpus:c", "import:links", "import:concepts"}[:d.upTo("sources", 1, 5)] {
		batch.Sources = append(batch.Sources, d.source(id))
	}
	for _, id := range d.concepts { // so that nothing dangles
		if !d.oneIn(6, "only imported") || len(batch.Sources) < 5 {
			batch.Sources[0].Concepts = append(batch.Sources[0].Concepts, d.concept(id, graph.Author))
		} else {
			s := &batch.Sources[4]
			s.Concepts = append(s.Concepts, d.concept(id, graph.Import))
		}
	}
	for i := range batch.Sources[1:] {
		s := &batch.Sources[i+1]
		for _, id := range d.concepts {
			if d.oneIn(3, "says something too") && !hasConcept(s, id) {
				origin := d.origin()
				if strings.HasPrefix(s.Source.ID, spreadsheet.SourcePrefix) {
					origin = graph.Import
				}
				s.Concepts = append(s.Concepts, d.concept(id, origin))
			}
		}
	}
	batch.Decide = d.decisions()
	if err := batch.Validate(); err != nil {
		t.Skip(err)
	}
	return new(graph.State).With(&batch)
}

func hasConcept(s *graph.SourceClaims, id graph.ID) bool {
	for _, c := range s.Concepts {
		if c.ID == id {
			return true
		}
	}
	return false
}

type drawer struct {
	t        *rapid.T
	concepts []graph.ID
}

func (d *drawer) upTo(what string, low, high int) int {
	return rapid.IntRange(low, high).Draw(d.t, what)
}

func (d *drawer) oneIn(n int, what string) bool { return d.upTo(what, 1, n) == n }

func (d *drawer) origin() graph.Origin {
	return rapid.SampledFrom([]graph.Origin{graph.Author, graph.Import, graph.Inferred}).Draw(d.t, "origin")
}

func (d *drawer) concept(id graph.ID, origin graph.Origin) graph.ConceptClaim {
	c := graph.ConceptClaim{ID: id, Name: "C" + word(d.t, "name"), Origin: origin, Place: graph.Place{File: "f", Line: 1}}
	if d.oneIn(2, "plain name") {
		c.Name = "C" + id.Slug()
	}
	for range d.upTo("aliases", 0, 2) {
		c.Aliases = append(c.Aliases, "A"+word(d.t, "alias"))
	}
	if d.oneIn(2, "summary") {
		c.Summary = word(d.t, "summary")
	}
	if d.oneIn(2, "module") {
		c.Module = word(d.t, "module")
	}
	if d.oneIn(3, "external") {
		c.External = []graph.ExternalID{{System: "S" + word(d.t, "system"), ID: "I" + word(d.t, "external id")}}
	}
	return c
}

func (d *drawer) source(id string) graph.SourceClaims {
	s := graph.SourceClaims{Source: graph.Source{ID: id}}
	seen := map[graph.ClaimKey]bool{}
	for range d.upTo("links", 0, 8) {
		l := graph.LinkClaim{After: rapid.SampledFrom(d.concepts).Draw(d.t, "after"), Before: rapid.SampledFrom(d.concepts).Draw(d.t, "before"), Origin: d.origin()}
		if strings.HasPrefix(id, spreadsheet.SourcePrefix) {
			l.Origin = graph.Import
		}
		switch d.upTo("group", 0, 5) {
		case 0:
			l.AnyOf = "x"
		case 1:
			l.AnyOf = "y"
		case 2:
			l.Need = graph.Recommended
		case 3:
			l.AnyOf, l.Need = "z", graph.Recommended
		}
		if d.oneIn(2, "reason") {
			l.Reason = word(d.t, "reason")
		}
		if l.After != l.Before && !seen[l.Key()] {
			seen[l.Key()] = true
			s.Links = append(s.Links, l)
		}
	}
	if strings.HasPrefix(id, spreadsheet.SourcePrefix) {
		s.Links = withoutLoneMembers(s.Links)
	}
	return s
}

// withoutLoneMembers leaves out groups of one, which imports don't claim.
func withoutLoneMembers(links []graph.LinkClaim) []graph.LinkClaim {
	members := map[string]int{}
	for _, l := range links {
		members[string(l.After)+l.AnyOf]++
	}
	return slices.DeleteFunc(links, func(l graph.LinkClaim) bool { return l.AnyOf != "" && members[string(l.After)+l.AnyOf] < 2 })
}

func (d *drawer) decisions() []graph.Decision {
	var list []graph.Decision
	seen := map[graph.Judged]bool{}
	for range d.upTo("decisions", 0, 4) {
		j := graph.Decision{After: rapid.SampledFrom(d.concepts).Draw(d.t, "judged"),
			Status: rapid.SampledFrom([]graph.Status{graph.Accepted, graph.Suggested, graph.Rejected}).Draw(d.t, "status")}
		if d.oneIn(3, "concept") {
			if d.oneIn(2, "edit") {
				j.Set.Summary = new(word(d.t, "summary"))
				j.Set.Name = new("D" + word(d.t, "name"))
			}
		} else {
			j.Before = rapid.SampledFrom(d.concepts).Draw(d.t, "judged")
			if d.oneIn(2, "edit") {
				j.Set.Need = new(rapid.SampledFrom([]graph.Need{graph.Required, graph.Recommended}).Draw(d.t, "need"))
			}
			if d.oneIn(3, "regroup") {
				j.Set.AnyOf = new(rapid.SampledFrom([]string{"", "d", "d"}).Draw(d.t, "group"))
			}
		}
		if j.After != j.Before && !seen[j.On()] {
			seen[j.On()] = true
			list = append(list, j)
		}
	}
	return list
}
