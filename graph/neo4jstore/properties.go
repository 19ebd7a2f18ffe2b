package neo4jstore

import "github.com/readfirst/readfirst/graph"

// properties are those of one node or relationship. What is empty is left out:
// Neo4j keeps nothing for it.
type properties map[string]any

func (p properties) text(name, value string) {
	if value != "" {
		p[name] = value
	}
}

func (p properties) texts(name string, values []string) {
	if len(values) > 0 {
		p[name] = values
	}
}

func (p properties) number(name string, value int) {
	if value != 0 {
		p[name] = value
	}
}

func (p properties) fraction(name string, value float64) {
	if value != 0 {
		p[name] = value
	}
}

// signals writes two parallel lists.
func (p properties) signals(signals []graph.Signal) {
	if len(signals) == 0 {
		return
	}
	names, weights := make([]string, len(signals)), make([]float64, len(signals))
	for i, s := range signals {
		names[i], weights[i] = s.Name, s.Weight
	}
	p["signals"], p["signal_weights"] = names, weights
}

func (p properties) place(place graph.Place) {
	p.text("file", place.File)
	p.number("line", place.Line)
}

func (p properties) external(external []graph.ExternalID) {
	systems, ids := parted(external)
	p.texts("external_systems", systems)
	p.texts("external_ids", ids)
}

// parted gives ids in other systems as two parallel lists.
func parted(external []graph.ExternalID) (systems, ids []string) {
	systems, ids = make([]string, len(external)), make([]string, len(external))
	for i, e := range external {
		systems[i], ids[i] = e.System, e.ID
	}
	return systems, ids
}

// evidence writes parallel lists, which Cypher can use without parsing
// anything. A list in which all is empty is left out.
func (p properties) evidence(evidence []graph.Evidence) {
	if len(evidence) == 0 {
		return
	}
	n := len(evidence)
	quotes, headings, in, files, lines := make([]string, n), make([]string, n), make([]string, n), make([]string, n), make([]int, n)
	anyLine := false
	for i, e := range evidence {
		quotes[i], headings[i], in[i], files[i], lines[i] = e.Quote, e.Heading, string(e.In), e.Place.File, e.Place.Line
		anyLine = anyLine || e.Place.Line != 0
	}
	p["quotes"] = quotes
	p.someTexts("quote_headings", headings)
	p.someTexts("quote_in", in)
	p.someTexts("quote_files", files)
	if anyLine {
		p["quote_lines"] = lines
	}
}

// edited writes the fields that a decision overrides, or saw; those that it doesn't are nil.
func (p properties) edited(prefix string, e graph.Edited) {
	for _, name := range []string{"aliases", "external_systems", "external_ids", "need"} {
		p[prefix+name] = nil
	}
	for name, text := range map[string]*string{"name": e.Name, "summary": e.Summary, "module": e.Module, "any_of": e.AnyOf, "reason": e.Reason} {
		p[prefix+name] = nil
		if text != nil {
			p[prefix+name] = *text
		}
	}
	if e.Aliases != nil { // the empty list is a word too
		p[prefix+"aliases"] = *e.Aliases
	}
	if e.External != nil {
		p[prefix+"external_systems"], p[prefix+"external_ids"] = parted(*e.External)
	}
	if e.Need != nil {
		p[prefix+"need"] = e.Need.String()
	}
}

func (p properties) someTexts(name string, values []string) {
	for _, value := range values {
		if value != "" {
			p[name] = values
			return
		}
	}
}

// plain gives ids as the driver wants them.
func plain(ids []graph.ID) []string {
	texts := make([]string, len(ids))
	for i, id := range ids {
		texts[i] = string(id)
	}
	return texts
}

// The properties of the nodes: the facts that all sources and people together
// give. What a fact doesn't have is nil, which removes the property: the names
// of all are always there, and properties of other tools stay.

func conceptNode(f graph.ConceptFact) properties {
	p := nothing("aliases", "summary", "module", "together", "external_systems", "external_ids")
	p["name"], p["match"], p["status"] = f.Name, f.Match.String(), f.Status.String()
	p.texts("aliases", f.Aliases)
	p.text("summary", f.Summary)
	p.text("module", f.Module)
	p.texts("together", plain(f.Together))
	p.external(f.External)
	return p
}

func articleNode(f graph.ArticleFact) properties {
	p := nothing("url", "author", "date", "lang", "series", "part", "minutes", "words", "summary")
	p["title"], p["name"] = f.Title, f.Title
	p.text("url", f.URL)
	p.text("author", f.Author)
	p.text("date", f.Date)
	p.text("lang", f.Lang)
	p.text("series", string(f.Series))
	p.number("part", f.Part)
	p.number("minutes", f.Minutes)
	p.number("words", f.Words)
	p.text("summary", f.Summary)
	return p
}

// sourceNode has a source's audiences as lists: their names, and a pair of name and id for each thing that one knows.
func sourceNode(s *graph.Source) properties {
	p := nothing("location", "version", "decisions_in", "audiences", "audience_of", "audience_knows")
	p.text("location", s.Location)
	p.text("version", s.Version)
	p.text("decisions_in", s.DecisionsIn)
	var names, of, knows []string
	for _, a := range s.Audiences {
		names = append(names, a.Name)
		for _, id := range a.Knows {
			of, knows = append(of, a.Name), append(knows, string(id))
		}
	}
	p.texts("audiences", names)
	p.texts("audience_of", of)
	p.texts("audience_knows", knows)
	return p
}

func seriesNode(f graph.SeriesFact) properties { return properties{"name": f.Name} }

func nothing(names ...string) properties {
	p := make(properties, len(names)+4)
	for _, name := range names {
		p[name] = nil
	}
	return p
}
