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
	b.teach(lists)
	for i := range made {
		if l := made[i].mentioned; l != nil {
			made[i].claims.Mentions = l.claims()
		}
	}
}

// teach makes TEACHES of what the model says of one source's articles, unless somebody has said what they teach.
func (b *builder) teach(lists []*mentionList) {
	for i, verdicts := range b.roles.Judge(signsOf(lists)) {
		mentions := lists[i].inOrder()
		for j, v := range verdicts {
			if m := mentions[j]; v.Teaches && m.Role == graph.Uses && !m.listed && !lists[i].closed {
				m.Role, m.Salience, m.Signals = graph.Teaches, max(m.Salience, b.roles.Salience(v)), v.Signals
			}
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
