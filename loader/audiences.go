package loader

import (
	"slices"

	"github.com/readfirst/readfirst/graph"
)

// findAudiences works out what the audiences of each readfirst.yaml know.
func (b *builder) findAudiences() {
	b.audiences = map[*config][]graph.AudienceClaim{}
	for _, s := range b.docs.sources {
		for _, c := range s.configs {
			if _, done := b.audiences[c]; !done {
				b.audiences[c] = b.audiencesIn(c)
			}
		}
	}
}

func (b *builder) audiencesIn(c *config) []graph.AudienceClaim {
	at := &document{file: &c.file}
	var audiences []graph.AudienceClaim
	for _, a := range c.audiences {
		claim := graph.AudienceClaim{Name: a.name.Value}
		for _, name := range a.knows {
			if id, ok := b.names.subject(name, at, &b.faults); ok && !slices.Contains(claim.Knows, id) {
				claim.Knows = append(claim.Knows, id)
			}
		}
		audiences = append(audiences, claim)
	}
	return audiences
}

// audiencesOf gives those of the readfirst.yaml that names a source. Where a source is made of
// several folders, lists of one name are joined.
func (b *builder) audiencesOf(s *parsedSource) []graph.AudienceClaim {
	var all []graph.AudienceClaim
	for _, c := range s.configs {
		for _, a := range b.audiences[c] {
			i := slices.IndexFunc(all, func(have graph.AudienceClaim) bool { return graph.Fold(have.Name) == graph.Fold(a.Name) })
			if i < 0 {
				i = len(all)
				all = append(all, graph.AudienceClaim{Name: a.Name})
			}
			for _, id := range a.Knows {
				if !slices.Contains(all[i].Knows, id) {
					all[i].Knows = append(all[i].Knows, id)
				}
			}
		}
	}
	return all
}
