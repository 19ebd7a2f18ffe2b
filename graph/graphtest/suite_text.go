package graphtest

import (
	"testing"

	"github.com/readfirst/readfirst/graph"
)

// In byte order; by UTF-16 units, U+FF5E and U+1F600 change places; by letters,
// case or composition, others do or fall together.
var inByteOrder = []string{"B", "Pin", "a", "a b", "a-b", "ab", "e\u0301", "pin", "é", "日本", "\uff5e", "\U0001f600"}

func testByteOrder(t *testing.T, open Open) {
	store := open(t, Options{})
	var batch graph.Batch
	for _, one := range inByteOrder {
		batch.Sources = append(batch.Sources, says(one, claimsAbout(one)...))
		batch.Decide = append(batch.Decide, graph.Decision{After: conceptID(one)},
			graph.Decision{After: conceptID("pin"), Before: conceptID("x" + one)})
	}
	change := apply(t, store, &batch)
	if want := batch.Rows() + len(batch.Sources); len(change.Edits) != want {
		t.Errorf("%d edits, want %d", len(change.Edits), want)
	}
	for i := 1; i < len(change.Edits); i++ {
		a, b := change.Edits[i-1], change.Edits[i]
		if a.Source > b.Source || a.Source == b.Source && a.Key.Compare(b.Key) >= 0 {
			t.Errorf("the edits are out of order: %s %s before %s %s", a.Source, a.Key, b.Source, b.Key)
		}
	}
	state := read(t, store)
	for i := 1; i < len(state.Decisions); i++ {
		a, b := state.Decisions[i-1].Key(), state.Decisions[i].Key()
		if a.After > b.After || a.After == b.After && a.Before >= b.Before {
			t.Errorf("the decisions are out of order: %q before %q", a, b)
		}
	}
	wantSources(t, store, batch.Sources...)
	wantUnchanged(t, apply(t, store, &batch), 1)
}

// claimsAbout claims everything in inByteOrder, last first, with links and
// mentions between it and one of it.
func claimsAbout(one string) []graph.Claim {
	var claims []graph.Claim
	for i := len(inByteOrder) - 1; i >= 0; i-- {
		other := inByteOrder[i]
		claims = append(claims, concept(other), article(other), series(other), teaches(other, one))
		if other != one {
			claims = append(claims, teaches(one, other), needs(other, one), needs(one, other))
		}
	}
	return claims
}

// awkward are texts that stores have been seen to take for something else.
var awkward = []string{
	"'", `"`, "`", `\`, `\'`, "''; DROP TABLE concepts; --", "'}) DETACH DELETE n //", "$name", "{name}", "?1", "%s", "null", "NULL", "true", "1", "1.0", "0x10",
	" a ", "a\tb", "a\nb", "a\r\nb", "\u0001", "\u007f", "\u2028", "\u200b", "\ufeff", "\ufffd", "e\u0301", "İ", "ß", "ǆ", "𝔓𝔦𝔫", "👩‍🚀", "[]", "{}", "<b>&amp;</b>",
}

func testAwkwardText(t *testing.T, open Open) {
	store := open(t, Options{})
	var batch graph.Batch
	for i, text := range awkward {
		batch.Sources = append(batch.Sources, says("s"+text,
			&graph.ConceptClaim{ID: conceptID(text), Name: "x" + text, Aliases: []string{"y" + text}, Summary: text, Module: text,
				External: []graph.ExternalID{{System: "s" + text, ID: "i" + text}}, Place: graph.Place{File: text, Line: i}},
			&graph.ArticleClaim{ID: articleID(text), Title: "x" + text, URL: text, Author: text, Date: text, Lang: text, Summary: text, Text: text},
			&graph.SeriesClaim{ID: seriesID(text), Name: "x" + text},
			&graph.MentionClaim{Article: articleID(text), Concept: conceptID(text), Count: 1, Evidence: []graph.Evidence{{Quote: "q" + text, Heading: text}}},
			&graph.LinkClaim{After: articleID(text), Before: conceptID(text), AnyOf: text, Reason: text}))
		batch.Decide = append(batch.Decide, graph.Decision{After: conceptID(text), By: text, Why: text, Set: graph.Edited{Summary: &text}})
	}
	batch.By, batch.Why, batch.Load = awkward[5], awkward[6], awkward[0]
	apply(t, store, &batch)
	wantSources(t, store, batch.Sources...)
	batch.Load = ""
	wantUnchanged(t, apply(t, store, &batch), 1)
	batch.Load = awkward[0]
	if again := apply(t, store, &batch); again.By != batch.By || again.Why != batch.Why || len(again.Edits) == 0 {
		t.Errorf("the change comes back by %q, why %q, %d edits", again.By, again.Why, len(again.Edits))
	}
}
