package loader

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/readfirst/readfirst/graph"
)

// withDecisions gives the state with what the load's files of decisions say, instead of what they said before.
func (b *builder) withDecisions(state *graph.State) *graph.State {
	with := &graph.State{Revision: state.Revision, Sources: state.Sources}
	for _, d := range state.Decisions {
		if d.Source == "" || !b.docs.readsFileOf(d.Source, state) {
			with.Decisions = append(with.Decisions, d)
		}
	}
	for _, at := range b.docs.deskList() {
		for _, item := range at.items {
			d := item.Decision
			d.Source = DecisionsName // of no source, so that none takes it along
			with.Decisions = append(with.Decisions, d)
		}
	}
	return with
}

// decide puts into the batch what the files of decisions say. Those that stood in them before and are gone are taken back.
func (b *builder) decide(state *graph.State, batch *graph.Batch) {
	after := state.With(batch)
	shall := map[graph.DecisionKey]bool{}
	is := map[graph.DecisionKey]graph.Decision{}
	for _, d := range state.Decisions {
		is[d.Key()] = d
	}
	for _, at := range b.docs.deskList() {
		members := b.docs.membersOf(at, after)
		for _, item := range at.items {
			for _, owner := range ownersOf(item.On(), members, after) {
				d := item.Decision
				d.Source = owner
				if old, there := is[d.Key()]; !shall[d.Key()] && (!there || !reflect.DeepEqual(old, d)) {
					batch.Decide = append(batch.Decide, d)
				}
				shall[d.Key()] = true
			}
		}
	}
	for _, d := range state.Decisions {
		if d.Source != "" && !shall[d.Key()] && b.docs.readsFileOf(d.Source, state) {
			batch.Undecide = append(batch.Undecide, d.Key())
		}
	}
	b.disagreements(state)
	b.overtaken(state, after)
	b.stale(after)
}

// verdict is what a decision changes in the graph, and where it stands.
type verdict struct {
	status graph.Status
	set    graph.Edited
	by     string
	place  graph.Place
}

func (v verdict) agrees(other verdict) bool {
	return v.status == other.status && reflect.DeepEqual(v.set, other.set)
}

// disagreements faults decisions of people's own files on one thing that differ, and warns
// where the store's own says something else than a file.
func (b *builder) disagreements(state *graph.State) {
	others := map[graph.Judged][]verdict{}
	own := map[graph.Judged]verdict{}
	for _, d := range state.Decisions {
		v := verdict{d.Status, d.Set, d.By, graph.Place{}}
		switch {
		case d.Source == "":
			own[d.On()] = v
		case !strings.HasPrefix(d.Source, graph.BundledPrefix) && !b.docs.readsFileOf(d.Source, state):
			if s := state.Source(d.Source); s != nil {
				v.place.File = s.DecisionsIn
			}
			others[d.On()] = append(others[d.On()], v)
		}
	}
	for _, at := range b.docs.deskList() {
		if at.folder == "" {
			continue // what is bundled gives way to everybody
		}
		for _, item := range at.items {
			v := verdict{item.Status, item.Set, item.By, at.at(item.line)}
			for _, other := range others[item.On()] {
				if !v.agrees(other) {
					if other.place.Line == 0 { // from another load
						other.place = placeInFile(other.place.File, item.On())
					}
					b.faults.Add(v.place, "make them agree, or take one of them out", "%s is %s here, and %s at %s",
						judgedText(item.On()), v.text(), other.text(), other.place)
					break
				}
			}
			others[item.On()] = append(others[item.On()], v)
			if store, ok := own[item.On()]; ok && !v.agrees(store) {
				b.warnings.Add(v.place, "this one counts", "%s is %s here, and %s in the store", judgedText(item.On()), v.text(), store.text())
			}
		}
	}
}

func (v verdict) text() string {
	text := strings.ToLower(v.status.String())
	if v.set != (graph.Edited{}) {
		text += " and edited"
	}
	if v.by != "" {
		text += " by " + v.by
	}
	return text
}

// stale warns of decisions of the load's files on what nobody claims.
func (b *builder) stale(after *graph.State) {
	snapshot := graph.NewSnapshot(after)
	for _, at := range b.docs.deskList() {
		for _, item := range at.items {
			if len(after.Voices(item.On())) > 0 {
				continue
			}
			do := "remove it, or leave it for when somebody does"
			for _, id := range []graph.ID{item.After, item.Before} {
				if id == "" || snapshot.Subject(id) != nil {
					continue
				}
				if near := snapshot.Nearest(strings.ReplaceAll(id.Slug(), "-", " "), 1); len(near) > 0 {
					do = fmt.Sprintf("did you mean %s?", list(near))
				}
			}
			verb := "has"
			if item.Before != "" {
				verb = "says"
			}
			b.warnings.Add(at.at(item.line), do, "no source %s %s", verb, judgedText(item.On()))
		}
	}
}

// overtaken faults edits of fields of which the load's sources now say something else than when they were edited.
func (b *builder) overtaken(state, after *graph.State) {
	for _, at := range b.docs.deskList() {
		members := b.docs.membersOf(at, after)
		isMember := func(s *graph.Source) bool { return slices.Contains(members, s.ID) }
		for _, item := range at.items {
			now, claimed := after.Unedited(item.On(), isMember)
			for _, f := range editedFields(&item.Set, &item.Was, &now) {
				if claimed && f.overtaken() {
					place := at.at(cmp.Or(item.editLines[f.key], item.line))
					b.faultOvertaken(item.Decision, f, place.String(), "take "+f.key+" out of the decision, or write under its `was` what the page says now")
				}
			}
		}
	}
	for _, d := range state.Decisions {
		if d.Source != "" || d.Was == (graph.Edited{}) || !b.speaksOf(d.On()) {
			continue
		}
		now, claimed := after.Unedited(d.On(), everySource)
		for _, f := range editedFields(&d.Set, &d.Was, &now) {
			if claimed && f.overtaken() {
				b.faultOvertaken(d, f, "the store", "take the decision back with `readfirst edit … --undo`, load, and edit it again if it still holds")
			}
		}
	}
}

func (b *builder) faultOvertaken(d graph.Decision, f editedField, at, do string) {
	b.faults.Add(b.placeOfClaim(d.On(), f), do, "the %s of %s is %s now; %s made it %s when it was %s (in %s)",
		f.key, judgedName(d.On()), shown(f.now), cmp.Or(d.By, "somebody"), shown(f.set), shown(f.was), at)
}

// judgedName is what a decision judges, in a sentence.
func judgedName(on graph.Judged) string {
	if on.Before == "" {
		return string(on.After)
	}
	return fmt.Sprintf("the link from %s to %s", on.Before, on.After)
}

// speaksOf says that one of the load's sources claims something.
func (b *builder) speaksOf(on graph.Judged) bool {
	_, claimed := (&graph.State{Sources: b.sources}).Unedited(on, everySource)
	return claimed
}

func everySource(*graph.Source) bool { return true }

// placeOfClaim finds where the load's pages say what a field is now; else where they speak of the thing at all.
func (b *builder) placeOfClaim(on graph.Judged, f editedField) graph.Place {
	var found graph.Place
	for i, s := range b.docs.sources {
		claims := &graph.State{Sources: b.sources[i : i+1]}
		now, ok := claims.Unedited(on, everySource)
		if !ok {
			continue
		}
		place := s.placeOf(&b.sources[i], on)
		for _, own := range editedFields(&graph.Edited{}, &graph.Edited{}, &now) {
			if own.key == f.key && sameValue(own.now, f.now) {
				return place
			}
		}
		if found == (graph.Place{}) {
			found = place
		}
	}
	return found
}

// placeOf is where a source speaks of a thing first, as typed.
func (s *parsedSource) placeOf(claims *graph.SourceClaims, on graph.Judged) graph.Place {
	place := graph.Place{File: s.typed}
	if on.Before == "" {
		for _, c := range claims.Concepts {
			if c.ID == on.After {
				place = c.Place
			}
		}
	} else if i := slices.IndexFunc(claims.Links, func(c graph.LinkClaim) bool { return c.After == on.After && c.Before == on.Before }); i >= 0 {
		place = claims.Links[i].Place
	}
	place.File = s.typedPath(place.File)
	return place
}

// editedField is one field that can be edited: what it was edited to, what it was then, and what sources say now.
// Each is nil where nothing is known.
type editedField struct {
	key           string
	set, was, now any
}

// overtaken says that sources say something else than what was edited, and than what it was edited to.
func (f editedField) overtaken() bool {
	return f.set != nil && f.was != nil && f.now != nil && !sameValue(f.now, f.was) && !sameValue(f.now, f.set)
}

// sameValue says that two values of a field mean the same. A list's order means nothing.
func sameValue(a, b any) bool {
	x, areTexts := a.([]string)
	y, _ := b.([]string)
	if areTexts {
		return slices.Equal(slices.Sorted(slices.Values(x)), slices.Sorted(slices.Values(y)))
	}
	return reflect.DeepEqual(a, b)
}

// editedFields pairs the fields of three. What sources say now is brought into the form in which decisions are kept.
func editedFields(set, was, now *graph.Edited) []editedField {
	*now = now.Clean()
	return []editedField{
		{"name", valueOf(set.Name), valueOf(was.Name), valueOf(now.Name)},
		{"aliases", valueOf(set.Aliases), valueOf(was.Aliases), valueOf(now.Aliases)},
		{"summary", valueOf(set.Summary), valueOf(was.Summary), valueOf(now.Summary)},
		{"module", valueOf(set.Module), valueOf(was.Module), valueOf(now.Module)},
		{"external", valueOf(set.External), valueOf(was.External), valueOf(now.External)},
		{"need", valueOf(set.Need), valueOf(was.Need), valueOf(now.Need)},
		{"reason", valueOf(set.Reason), valueOf(was.Reason), valueOf(now.Reason)},
	}
}

func valueOf[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}

// shown is a field's value in a fault.
func shown(value any) string {
	const most = 60
	text := fmt.Sprint(value)
	switch v := value.(type) {
	case graph.Need:
		return strings.ToLower(v.String())
	case []string:
		text = strings.Join(v, ", ")
	}
	if text = graph.OneLine(text); len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return fmt.Sprintf("%q", text)
}
