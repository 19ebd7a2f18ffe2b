package edit_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/readfirst/readfirst/edit"
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/graph/graphtest"
)

// TestCases makes wishes on the fixture, one after the other within a case, and wants what docs/decisions/0025 says of each.
func TestCases(t *testing.T) {
	required, recommended := graph.Required, graph.Recommended
	createFoo := edit.CreateConcept{Name: "Foo  bar", Aliases: []string{"foo", "foo"}, Module: "basics"}
	for _, c := range []struct {
		name   string
		wishes []edit.Wish
		want   []string // of the last one: refusals as `code field: message`, or the batch
		is     string   // what the graph then says
	}{
		{"a link that is there", []edit.Wish{edit.CreateLink{Before: "future", After: "PIN"}},
			[]string{"EXISTS: Future comes before Pin already: change that link [link:concept:pin~concept:future]"}, ""},
		{"a new link", []edit.Wish{edit.CreateLink{Before: "moves", After: "pin", Reason: "Because."}},
			[]string{"hand + the link from concept:moves to concept:pin"}, "moves > pin ACCEPTED REQUIRED AUTHOR Because."},
		{"a rejected link", []edit.Wish{edit.CreateLink{Before: "borrowing", After: "ownership", Need: recommended}},
			[]string{"hand + the link from concept:borrowing to concept:ownership", "decide concept:ownership concept:borrowing ACCEPTED []"},
			"borrowing > ownership ACCEPTED RECOMMENDED AUTHOR "},
		{"a rejected link that closes a loop", []edit.Wish{edit.CreateLink{Before: "borrowing", After: "ownership"}},
			[]string{"LOOP: these would need each other: Borrowing → Ownership → Borrowing. Reject one of the links, or make it RECOMMENDED" +
				" [concept:borrowing concept:ownership] [link:concept:ownership~concept:borrowing link:concept:borrowing~concept:ownership]"}, ""},
		{"a suggested link", []edit.Wish{edit.CreateLink{Before: "drop", After: "pin"}},
			[]string{"hand + the link from concept:drop to concept:pin"}, "drop > pin ACCEPTED REQUIRED AUTHOR "},
		{"a loop", []edit.Wish{edit.CreateLink{Before: "pin", After: "waker"}},
			[]string{"LOOP: these would need each other: Future → Pin → Waker → Future. Reject one of the links, or make it RECOMMENDED"}, ""},
		{"no loop, for it only helps", []edit.Wish{edit.CreateLink{Before: "pin", After: "waker", Need: recommended}},
			[]string{"hand + the link from concept:pin to concept:waker"}, "pin > waker ACCEPTED RECOMMENDED AUTHOR "},
		{"a link that becomes required and closes a loop", []edit.Wish{edit.CreateLink{Before: "pin", After: "waker", Need: recommended},
			edit.UpdateLink{Before: "pin", After: "waker", Need: &required}}, []string{"LOOP"}, ""},
		{"itself", []edit.Wish{edit.CreateLink{Before: "pin", After: "Pin"}}, []string{"INVALID before: Pin can't come before itself"}, ""},
		{"an article before a concept", []edit.Wish{edit.CreateLink{Before: "Pin, at Last", After: "future"}},
			[]string{"INVALID before: a concept needs concepts: name what the article Pin, at Last teaches"}, ""},
		{"unknown ends", []edit.Wish{edit.CreateLink{Before: "owership", After: "nothing at all"}},
			[]string{`NOT_FOUND before: there is no "owership" [concept:ownership`, `NOT_FOUND after: there is no "nothing at all"`}, ""},

		{"a reason from a file", []edit.Wish{edit.UpdateLink{Before: "future", After: "pin", Reason: new("Ours.")}},
			[]string{"decide concept:pin concept:future ACCEPTED [reason] was Polling a future is where Pin is met."}, "future > pin ACCEPTED REQUIRED AUTHOR Ours."},
		{"our own reason", []edit.Wish{edit.CreateLink{Before: "moves", After: "pin", Reason: "Because."}, edit.UpdateLink{Before: "moves", After: "pin", Reason: new("So."), Need: &recommended}},
			[]string{"hand + the link from concept:moves to concept:pin"}, "moves > pin ACCEPTED RECOMMENDED AUTHOR So."},
		{"our own link into a group", []edit.Wish{edit.CreateLink{Before: "moves", After: "pin"}, edit.UpdateLink{Before: "moves", After: "pin", AnyOf: new("how")}},
			[]string{"hand + the link from concept:moves to concept:pin", "hand - the link from concept:moves to concept:pin"}, "moves > pin ACCEPTED REQUIRED AUTHOR "},
		{"edits of one link add up", []edit.Wish{edit.UpdateLink{Before: "future", After: "pin", Reason: new("Ours.")}, edit.UpdateLink{Before: "future", After: "pin", Need: &recommended}},
			[]string{"decide concept:pin concept:future ACCEPTED [need reason]"}, "future > pin ACCEPTED RECOMMENDED AUTHOR Ours."},
		{"no such link", []edit.Wish{edit.UpdateLink{Before: "waker", After: "pin", Need: &required}},
			[]string{"NOT_FOUND: Waker doesn't come before Pin directly [concept:waker concept:pin]"}, ""},

		{"delete our own link", []edit.Wish{edit.CreateLink{Before: "moves", After: "pin"}, edit.DeleteLink{Before: "moves", After: "pin"}},
			[]string{"hand - the link from concept:moves to concept:pin"}, "moves > pin none"},
		{"delete a file's link", []edit.Wish{edit.DeleteLink{Before: "future", After: "pin"}},
			[]string{"decide concept:pin concept:future REJECTED []"}, "future > pin REJECTED REQUIRED AUTHOR Polling a future is where Pin is met."},
		{"accept", []edit.Wish{edit.Judge{Before: "drop", After: "pin"}},
			[]string{"decide concept:pin concept:drop ACCEPTED []"}, "drop > pin ACCEPTED REQUIRED INFERRED "},
		{"reject", []edit.Wish{edit.Judge{Before: "drop", After: "pin", Verdict: edit.Reject}},
			[]string{"decide concept:pin concept:drop REJECTED []"}, "drop > pin REJECTED REQUIRED INFERRED "},
		{"accept what closes a loop", []edit.Wish{edit.Judge{Before: "borrowing", After: "ownership"}}, []string{"LOOP"}, ""},
		{"reject a concept", []edit.Wish{edit.Judge{Concept: "drop", Verdict: edit.Reject}}, []string{"decide concept:drop REJECTED []"}, ""},

		{"a concept", []edit.Wish{createFoo}, []string{"hand + concept:foo-bar"}, "Foo bar [foo] basics"},
		{"a concept that is there", []edit.Wish{edit.CreateConcept{Name: "pin"}},
			[]string{"EXISTS name: there is the concept concept:pin already: change that one [concept:pin]"}, ""},
		{"a concept with another's name", []edit.Wish{edit.CreateConcept{Name: "Pinning"}},
			[]string{`EXISTS name: "Pinning" is a name of the concept concept:pin already: change that one, or choose another name [concept:pin]`}, ""},
		{"a concept without a name", []edit.Wish{edit.CreateConcept{Name: " "}}, []string{"INVALID name: give the concept a name"}, ""},
		{"a concept with a bad id", []edit.Wish{edit.CreateConcept{Name: "Foo", ID: "Foo Bar"}},
			[]string{`INVALID id: "Foo Bar" is no id of a new concept: write small letters, digits and hyphens, such as concept:foo`}, ""},
		{"a rejected concept comes back", []edit.Wish{edit.Judge{Concept: "drop", Verdict: edit.Reject}, edit.CreateConcept{Name: "Drop"}},
			[]string{"hand + concept:drop", "decide concept:drop ACCEPTED []"}, ""},
		{"rename our own", []edit.Wish{createFoo, edit.UpdateConcept{Concept: "foo", Set: graph.Edited{Name: new("Baz")}, Match: new(graph.MatchExact)}},
			[]string{"hand + concept:foo-bar"}, "Baz [foo Foo bar] basics"},
		{"rename a file's", []edit.Wish{edit.UpdateConcept{Concept: "drop", Set: graph.Edited{Name: new("Dropping")}}},
			[]string{"decide concept:drop ACCEPTED [name] was Drop"}, "Dropping [Drop] "},
		{"rename to another's name", []edit.Wish{edit.UpdateConcept{Concept: "drop", Set: graph.Edited{Name: new("PIN")}}},
			[]string{`EXISTS name: "PIN" is a name of the concept concept:pin already [concept:pin]`}, ""},
		{"the match rule of a file's", []edit.Wish{edit.UpdateConcept{Concept: "drop", Match: new(graph.MatchExact)}},
			[]string{"CLAIMED match: this is said by notes notes/: change it there"}, ""},
		{"delete our own", []edit.Wish{createFoo, edit.CreateLink{Before: "pin", After: "foo"}, edit.DeleteConcept{Concept: "foo"}},
			[]string{"hand - concept:foo-bar", "hand - the link from concept:pin to concept:foo-bar"}, ""},
		{"delete what others need", []edit.Wish{createFoo, edit.CreateLink{Before: "foo", After: "pin"}, edit.DeleteConcept{Concept: "foo"}},
			[]string{"IN_USE: it is referred to by Pin: take that out first [concept:pin]"}, ""},
		{"delete a file's", []edit.Wish{edit.DeleteConcept{Concept: "drop"}}, []string{"decide concept:drop REJECTED []"}, ""},

		{"an article", []edit.Wish{edit.CreateArticle{ArticleFields: edit.ArticleFields{Title: new("On Drop"), URL: new("https://example.org/drop"), Series: new("Rust inside"), Part: new(3),
			Teaches: &[]string{"Drop"}, Uses: &[]string{"moves"}}}},
			[]string{"hand + article:example.org/drop", "hand + the mention of concept:drop in article:example.org/drop", "hand + the mention of concept:moves in article:example.org/drop"},
			"On Drop https://example.org/drop series:rust-inside 3 [Drop] [Moves]"},
		{"an article in a new series", []edit.Wish{edit.CreateArticle{ArticleFields: edit.ArticleFields{Title: new("On Drop"), Series: new("Odds & ends"), Minutes: new(4)}}},
			[]string{"hand + article:hand/on-drop", "hand + series:odds-and-ends"}, "On Drop  series:odds-and-ends 0 [] []"},
		{"an article that is there", []edit.Wish{edit.CreateArticle{ArticleFields: edit.ArticleFields{Title: new("x"), URL: new("http://www.example.com/ownership/")}}},
			[]string{"EXISTS: there is the article article:example.com/ownership already: change that one [article:example.com/ownership]"}, ""},
		{"an article with a bad address", []edit.Wish{edit.CreateArticle{ArticleFields: edit.ArticleFields{Title: new("x"), URL: new("example.com")}}},
			[]string{`INVALID url: "example.com" is no web address: write https://…`}, ""},
		{"what a file doesn't say of its article", []edit.Wish{edit.UpdateArticle{Article: "Borrowing Without Tears", ArticleFields: edit.ArticleFields{Author: new("Ben")}}},
			[]string{"hand + article:example.com/borrowing"}, "Borrowing Without Tears https://example.com/borrowing  0 [Borrowing] []"},
		{"what a file says otherwise, heard later", []edit.Wish{edit.UpdateArticle{Article: "Borrowing Without Tears", ArticleFields: edit.ArticleFields{Title: new("Lending")}}},
			[]string{"hand + article:example.com/borrowing"}, "Lending https://example.com/borrowing  0 [Borrowing] []"},
		{"what can't be unsaid", []edit.Wish{edit.UpdateArticle{Article: "Borrowing Without Tears", ArticleFields: edit.ArticleFields{URL: new("")}}},
			[]string{"CLAIMED url: notes notes/ says otherwise, and is heard first: change it there [article:example.com/borrowing]"}, ""},
		{"delete a file's article", []edit.Wish{edit.DeleteArticle{Article: "Borrowing Without Tears"}},
			[]string{"CLAIMED: the source notes notes/ has it: take it out there, or unload the source [article:example.com/borrowing]"}, ""},
		{"delete our own article", []edit.Wish{edit.CreateArticle{ArticleFields: edit.ArticleFields{Title: new("On Drop"), Teaches: &[]string{"Drop"}}}, edit.DeleteArticle{Article: "On Drop"}},
			[]string{"hand - article:hand/on-drop", "hand - the mention of concept:drop in article:hand/on-drop"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := edit.NewGraph(graphtest.Fixture())
			var got []string
			for i, w := range c.wishes {
				plan, refusals := edit.Make(g, w, edit.Who{By: "ada", Why: "a test"})
				if len(refusals) > 0 && i < len(c.wishes)-1 {
					t.Fatal(refusals)
				}
				got = nil
				for _, r := range refusals {
					got = append(got, shown(r))
				}
				if plan != nil {
					got = batch(&plan.Batch)
					g = plan.After
					if c.is != "" && i == len(c.wishes)-1 {
						if is := said(g.Snapshot, plan.On); is != c.is {
							t.Errorf("it says\n%s, want\n%s", is, c.is)
						}
					}
				}
			}
			if !slices.EqualFunc(got, c.want, strings.HasPrefix) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func shown(r edit.Refusal) string {
	text := r.Code.String()
	if r.Field != "" {
		text += " " + r.Field
	}
	text += ": " + r.Message
	if ids := ids(r.Subjects); len(ids) > 0 {
		text += fmt.Sprintf(" %v", ids)
	}
	if len(r.Links) > 0 {
		var links []graph.ID
		for _, l := range r.Links {
			links = append(links, l.ID())
		}
		text += fmt.Sprintf(" %v", links)
	}
	return text
}

func ids(subjects []graph.Subject) []graph.ID {
	var ids []graph.ID
	for _, s := range subjects {
		ids = append(ids, s.ID())
	}
	return ids
}

// batch shows what a batch does, a line each.
func batch(b *graph.Batch) []string {
	var lines []string
	for i := range b.Patch {
		p := &b.Patch[i]
		for _, c := range p.Put.Claims()[1:] {
			lines = append(lines, fmt.Sprintf("%s + %s", p.Put.Source.ID, c.Key()))
		}
		for _, key := range p.Remove {
			lines = append(lines, fmt.Sprintf("%s - %s", p.Put.Source.ID, key))
		}
	}
	for _, d := range b.Decide {
		line := fmt.Sprintf("decide %s", d.After)
		if d.Before != "" {
			line += " " + string(d.Before)
		}
		line += fmt.Sprintf(" %s %v", d.Status, d.Edits())
		if d.Was.Reason != nil && d.Was.Need == nil {
			line += " was " + *d.Was.Reason
		}
		if d.Was.Name != nil {
			line += " was " + *d.Was.Name
		}
		lines = append(lines, line)
	}
	for _, key := range b.Undecide {
		lines = append(lines, fmt.Sprintf("undecide %s %s", key.After, key.Before))
	}
	return lines
}

// said shows what a graph says of something.
func said(s *graph.Snapshot, on []graph.ID) string {
	if len(on) == 2 {
		for _, l := range s.Subject(on[0]).Needs() {
			if l.Before().ID() == on[1] {
				return fmt.Sprintf("%s > %s %s %s %s %s", on[1].Slug(), on[0].Slug(), l.Status(), l.Need(), l.Origin(), l.Why())
			}
		}
		return fmt.Sprintf("%s > %s none", on[1].Slug(), on[0].Slug())
	}
	switch it := s.Subject(on[0]).(type) {
	case graph.Concept:
		return fmt.Sprintf("%s %v %s", it.Name(), it.Aliases(), it.Module())
	case graph.Article:
		id := graph.ID("")
		if series, ok := it.Series(); ok {
			id = series.ID()
		}
		return fmt.Sprintf("%s %s %s %d %v %v", it.Name(), it.URL(), id, it.Part(), names(it.Teaches()), names(it.Uses()))
	}
	return "nothing"
}

func names(concepts []graph.Concept) []string {
	var names []string
	for _, c := range concepts {
		names = append(names, c.Name())
	}
	return names
}
