package graph

// Stats says how much of everything a graph has.
type Stats struct {
	Concepts          int // accepted
	Untaught          int // of these
	Articles          int
	Minutes           Minutes // of all articles
	Series            int
	Mentions          int
	Required          int // accepted links
	Recommended       int // accepted links
	SuggestedLinks    int
	SuggestedConcepts int
	Loops             int // unintended
	Sources           []string
}

// Stats counts what there is.
func (s *Snapshot) Stats() Stats {
	stats := Stats{Articles: len(s.articles), Series: len(s.series), Mentions: len(s.mentions.article),
		SuggestedLinks: len(s.SuggestedLinks()), SuggestedConcepts: len(s.SuggestedConcepts()), Sources: s.Sources()}
	for _, c := range s.Concepts() {
		if c.Status() == Accepted {
			stats.Concepts++
			if c.Untaught() {
				stats.Untaught++
			}
		}
	}
	for _, a := range s.Articles() {
		stats.Minutes = stats.Minutes.Plus(a.Minutes())
	}
	for i := range s.links.fact {
		switch f := &s.links.fact[i]; {
		case f.Status != Accepted || s.rejected(s.links.after[i]) || s.rejected(s.links.before[i]):
		case f.Need == Required:
			stats.Required++
		default:
			stats.Recommended++
		}
	}
	for _, loop := range s.Loops() {
		if !loop.Intended {
			stats.Loops++
		}
	}
	return stats
}
