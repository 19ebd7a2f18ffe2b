package loader

import (
	"github.com/readfirst/readfirst/graph"
	"github.com/readfirst/readfirst/loader/roles"
)

// decideRoles decides, of what the documents of one source mention and nobody has
// listed, whether it is taught, and finishes the mentions.
func (b *builder) decideRoles(made []documentClaims) {
	lists := make([]*mentionList, 0, len(made))
	for i := range made {
		if made[i].mentioned != nil {
			lists = append(lists, made[i].mentioned)
		}
	}
	model := b.roles
	for i, verdicts := range model.Judge(signsOf(lists)) {
		mentions := lists[i].inOrder()
		for j, v := range verdicts {
			if m := mentions[j]; v.Teaches && m.Role == graph.Uses && !m.listed && !lists[i].closed {
				m.Role, m.Salience, m.Signals = graph.Teaches, max(m.Salience, model.Salience(v)), v.Signals
			}
		}
	}
	for i := range made {
		if l := made[i].mentioned; l != nil {
			made[i].claims.Mentions = l.claims()
		}
	}
}

// signsOf is what the model looks at.
func signsOf(lists []*mentionList) []roles.Article {
	articles := make([]roles.Article, len(lists))
	for i, l := range lists {
		a := roles.Article{Brief: l.words == 0 && l.described > 0, Words: l.words + l.described, Headings: l.signs.Headings, Blocks: l.signs.Blocks}
		if series, ok := seriesClaim(l.article); ok {
			a.Series, a.Part = string(series.ID), partOf(l.article)
		}
		for _, m := range l.inOrder() {
			a.Concepts = append(a.Concepts, roles.Concept{ID: string(m.Concept), Signs: m.signs})
		}
		articles[i] = a
	}
	return articles
}
